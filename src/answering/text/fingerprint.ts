import { extractFeatures } from './features.ts';
import { foldText, splitWords } from './foldText.ts';

/** Words and groups of letters of a text, as hashes: texts that share many of them are alike, whatever their spelling. */
export function fingerprint(text: string): ReadonlySet<number> {
  return new Set(extractFeatures(splitWords(foldText(text))).hashes);
}
