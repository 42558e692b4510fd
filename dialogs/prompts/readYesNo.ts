import type { Turn } from '../turn.ts';
import { isOneOf } from './matchWords.ts';

/**
 * Yes or no in the person's words: first the lists of `locales/`, in every language, then the recogniser, which reads
 * whole sentences in English and French. A doubt or a question is neither.
 */
export async function readYesNo(text: string, turn: Turn): Promise<boolean | undefined> {
  if (isOneOf(turn.texts, 'words.yes', text)) return true;
  if (isOneOf(turn.texts, 'words.no', text)) return false;
  return turn.services.textReader.readYesNo(text, turn.memory.locale);
}
