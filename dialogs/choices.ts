import type { KnowledgeBase } from '#src/domain/answering.ts';
import type { Choice } from '#src/domain/card.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { TopicId } from '#src/domain/topic.ts';
import type { Texts } from '#src/i18n/translator.ts';

/** Buttons that open topics, titled as the person would ask. */
export function topicChoices(
  topics: readonly TopicId[],
  knowledge: KnowledgeBase,
  locale: LocaleTag,
): readonly Choice[] {
  return topics.map((topic) => ({ title: knowledge.title(topic, locale), command: `topic.show:${topic}` }));
}

export function humanChoice(texts: Texts): Choice {
  return { title: texts.t('button.human'), command: 'human.ask' };
}

export function menuChoice(texts: Texts): Choice {
  return { title: texts.t('button.menu'), command: 'menu.show' };
}

/** The two countries and the right not to say. */
export function countryChoices(texts: Texts): readonly Choice[] {
  return [
    { title: texts.t('country.BE'), command: 'country.set:BE' },
    { title: texts.t('country.LU'), command: 'country.set:LU' },
    { title: texts.t('country.skip'), command: 'country.set:skip' },
  ];
}

/** Every offered language by its own name, so that anybody finds theirs. */
export function languageChoices(knowledge: KnowledgeBase): readonly Choice[] {
  return knowledge.languages.map((language) => ({ title: language.name, command: `language.set:${language.tag}` }));
}
