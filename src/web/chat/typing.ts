import { element } from './element.ts';

/** Three dots while the assistant writes. */
export interface Typing {
  show(list: Element): void;
  hide(): void;
}

// The server says it again while it lasts; after this long without a word it is over.
const SHOWN_MS = 6_000;

/** The typing indicator. It is for the eye only: the message itself is read aloud when it comes. */
export function createTyping(): Typing {
  const dots = element('div', 'message bot typing');
  dots.setAttribute('aria-hidden', 'true');
  const bubble = element('div', 'bubble');
  bubble.append(element('i'), element('i'), element('i'));
  dots.append(bubble);
  let timer = 0;

  return {
    show(list) {
      clearTimeout(timer);
      timer = window.setTimeout(() => dots.remove(), SHOWN_MS);
      list.append(dots);
    },
    hide() {
      clearTimeout(timer);
      dots.remove();
    },
  };
}
