const ADDRESS = /https?:\/\/\S+|www\.\S+|\S+@\S+/giu;
const NUMBER = /\+?\p{Nd}(?:[\s()./-]{0,3}\p{Nd}){3,}/gu;
const MAX_LENGTH = 500;

/**
 * A text without addresses, e-mail addresses and numbers of four digits or more, cut at 500 code points. Names stay:
 * nothing tells them from other words in seventeen languages. Operators must know that.
 */
export function stripPersonalData(text: string): string {
  const bare = text.normalize('NFKC').replace(ADDRESS, '…').replace(NUMBER, '…');
  return [...bare].slice(0, MAX_LENGTH).join('');
}
