import { type Choice, cardToText } from '#src/domain/card.ts';
import { contactsCard } from './cards/contactsCard.ts';
import { countryChoices, humanChoice, languageChoices } from './choices.ts';
import { startChoices } from './faq.ts';
import type { Turn } from './turn.ts';

/** Who speaks, what it is for, that it is free and voluntary, and where help is in danger (M-34). */
export async function showWelcome(turn: Turn): Promise<void> {
  const { texts, services } = turn;
  const demo = services.mode === 'demonstration' ? `\n\n${texts.t('welcome.demo')}` : '';
  await turn.say({
    text: `${texts.t('welcome.text')}${demo}\n\n${texts.t('welcome.ask')}`,
    choices: startChoices(turn),
  });
}

/** What can be typed and tapped. */
export async function showHelp(turn: Turn): Promise<void> {
  const { texts } = turn;
  await turn.say({
    text: texts.t('help.text'),
    choices: [
      ...startChoices(turn),
      { title: texts.t('button.status'), command: 'status.start' },
      { title: texts.t('button.language'), command: 'language.menu' },
      { title: texts.t('form.review.field.country'), command: 'country.menu' },
      { title: texts.t('button.deleteChat'), command: 'chat.delete' },
    ],
  });
}

/** The numbers that help in danger, for the person's country or for both. */
export async function showEmergency(turn: Turn, extra: readonly Choice[] = []): Promise<void> {
  const { texts, services, memory } = turn;
  memory.isDelicate = true;
  const card = {
    ...contactsCard(texts.t('emergency.title'), services.knowledge.emergencyContacts(memory.country), texts),
    intro: texts.t('emergency.intro'),
  };
  await turn.say({ text: cardToText(card), card, choices: [humanChoice(texts), ...extra] });
}

/** Where the person lives may change, or be said later. */
export async function showCountries(turn: Turn): Promise<void> {
  await turn.say({ text: turn.texts.t('country.ask'), choices: countryChoices(turn.texts) });
}

/** Every language by its own name. */
export async function showLanguages(turn: Turn): Promise<void> {
  await turn.say({ text: turn.texts.t('language.choose'), choices: languageChoices(turn.services.knowledge) });
}

/** For a language not spoken here: the languages, the numbers as digits, and a call back in any language. */
export async function showUnsupportedLanguage(turn: Turn): Promise<void> {
  const { texts, services, memory } = turn;
  const card = {
    ...contactsCard(texts.t('language.choose'), services.knowledge.emergencyContacts(memory.country), texts),
    intro: texts.t(services.mode === 'demonstration' ? 'language.unsupportedDemo' : 'language.unsupported'),
  };
  await turn.say({
    text: cardToText(card),
    card,
    choices: [...languageChoices(services.knowledge), humanChoice(texts)],
  });
}
