import type { Command } from '#src/domain/command.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { findLanguageByName } from './language.ts';
import { isOneOf } from './prompts/matchWords.ts';
import type { DialogServices } from './turn.ts';

const KEYWORDS = [
  ['words.help', 'help.show'],
  ['words.menu', 'menu.show'],
  ['words.language', 'language.menu'],
  ['words.human', 'human.ask'],
  ['words.stop', 'stop'],
  ['words.delete', 'chat.delete'],
  ['words.status', 'status.start'],
] as const;

/**
 * A message that is nothing but a keyword (“stop”, “français”, “Belgium”) is a command. Whole messages only: a sentence
 * that merely contains such a word is a question.
 */
export function readKeyword(
  services: DialogServices,
  locale: LocaleTag,
  text: string,
  isInForm: boolean,
): Command | undefined {
  if (text === '' || text.length > 40) return undefined;
  const texts = services.texts(locale);
  for (const [words, kind] of KEYWORDS) if (isOneOf(texts, words, text)) return { kind };
  // Inside a form the name of a language or country is an answer: “which interpreter?” – “French”.
  if (isInForm) return undefined;
  if (isOneOf(texts, 'words.belgium', text)) return { kind: 'country.set', country: 'BE' };
  if (isOneOf(texts, 'words.luxembourg', text)) return { kind: 'country.set', country: 'LU' };
  const tag = findLanguageByName(text, services.knowledge);
  return tag === undefined ? undefined : { kind: 'language.set', tag };
}
