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
  return folded.length < 2 ? undefined : namesOf(knowledge).get(folded);
}

const namesByKnowledge = new WeakMap<KnowledgeBase, ReadonlyMap<string, LocaleTag>>();

/** Folded name → tag. Made once: every short message asks, and `Intl` takes its time over each language. */
function namesOf(knowledge: KnowledgeBase): ReadonlyMap<string, LocaleTag> {
  const known = namesByKnowledge.get(knowledge);
  if (known) return known;
  const names = new Map<string, LocaleTag>();
  for (const other of knowledge.languages) {
    const local = new Intl.DisplayNames([other.tag], { type: 'language' });
    for (const { tag } of knowledge.languages) names.set(foldWords(local.of(tag) ?? tag), tag);
  }
  // A language's own name wins over a name that another language has for a third one.
  for (const { tag, name } of knowledge.languages) names.set(foldWords(name), tag);
  namesByKnowledge.set(knowledge, names);
  return names;
}

/** Switches the conversation, and tells the page. What was said before stays as it was. */
export async function switchLanguage(turn: Turn, tag: LocaleTag, origin: 'chosen' | 'detected'): Promise<void> {
  const { memory, output } = turn;
  const changes = memory.locale !== tag;
  memory.locale = tag;
  memory.localeOrigin = origin;
  if (changes) await output.announceLanguage(tag);
}
