import type { KnowledgeBase } from '#src/domain/answering.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { foldWords } from './prompts/matchWords.ts';
import type { Turn } from './turn.ts';

/**
 * The offered language whose name is the whole text: by its own name (“français”) or by its name in any offered
 * language (“French”, “الفرنسية”), as `Intl` knows them.
 */
export function findLanguageByName(text: string, knowledge: KnowledgeBase): LocaleTag | undefined {
  const folded = foldWords(text);
  if (folded.length < 2) return undefined;
  for (const { tag, name } of knowledge.languages) {
    if (foldWords(name) === folded) return tag;
    for (const other of knowledge.languages) {
      const localName = new Intl.DisplayNames([other.tag], { type: 'language' }).of(tag);
      if (localName !== undefined && foldWords(localName) === folded) return tag;
    }
  }
  return undefined;
}

/** Switches the conversation, and tells the page. What was said before stays as it was. */
export async function switchLanguage(turn: Turn, tag: LocaleTag, origin: 'chosen' | 'detected'): Promise<void> {
  const { memory, output } = turn;
  const changes = memory.locale !== tag;
  memory.locale = tag;
  memory.localeOrigin = origin;
  if (changes) await output.announceLanguage(tag);
}
