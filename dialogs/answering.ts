import type { Choice } from '#src/domain/card.ts';
import { humanChoice } from './choices.ts';
import { showReply } from './faq.ts';
import { switchLanguage } from './language.ts';
import { isLongNumber } from './prompts/isNumberOrCode.ts';
import type { Turn } from './turn.ts';
import { showUnsupportedLanguage } from './welcome.ts';

/** Free text outside any form: the answering steps decide, the language follows the person, the reply is shown. */
export async function answerOrAsk(turn: Turn): Promise<void> {
  const { memory, services } = turn;
  const { text } = turn.input;
  if (isLongNumber(text) && (await warnAboutPersonalData(turn))) return;
  const { reply, languageDecision } = await services.consider({
    text,
    // A language that was only assumed is no hint: it would make a foreign message look like that language.
    ...(memory.localeOrigin === 'assumed' ? {} : { language: { tag: memory.locale, origin: memory.localeOrigin } }),
    ...(memory.country ? { country: memory.country } : {}),
    ...(memory.previousTopic ? { previousTopic: memory.previousTopic } : {}),
  });
  const extra: Choice[] = [];
  if (languageDecision.kind === 'switch') {
    await switchLanguage(turn, languageDecision.to, 'detected');
  } else if (languageDecision.kind === 'offer') {
    const offered = services.knowledge.languages.find((language) => language.tag === languageDecision.to);
    if (offered) extra.push({ title: offered.name, command: `language.set:${offered.tag}` });
  } else if (languageDecision.kind === 'unsupported' && reply.kind !== 'crisis') {
    services.countReply('unsupportedLanguage', memory.locale);
    return showUnsupportedLanguage(turn);
  }
  if (reply.kind === 'notUnderstood' && (await warnAboutPersonalData(turn))) return;
  if (reply.kind === 'answered' || reply.kind === 'suggested' || reply.kind === 'notUnderstood') {
    memory.lastQuestion = [...text].slice(0, 500).join('');
  }
  await showReply(turn, reply, extra);
}

/** Somebody who types a number or address outside the form probably wants to be contacted: point to the safe way. */
async function warnAboutPersonalData(turn: Turn): Promise<boolean> {
  const { services, input, texts, memory } = turn;
  const hasPhone = services.readPhone(input.text, memory.country)?.isValid === true;
  if (!hasPhone && (await services.textReader.findEmail(input.text)) === undefined) return false;
  await turn.say({ text: texts.t('personal.warning'), choices: [humanChoice(texts)] });
  return true;
}
