import type { Choice } from '#src/domain/card.ts';
import { humanChoice, menuChoice } from './choices.ts';
import type { Turn } from './turn.ts';

/**
 * The offer to let staff read the sentence that was just not understood, or for which the person says so: none of the
 * offered topics, not what they meant. Nothing where that must not be.
 */
export function offerToKeep(turn: Turn): readonly Choice[] {
  const { memory, services, texts } = turn;
  const { lastQuestion, locale } = memory;
  if (memory.isDelicate || memory.liveChat || lastQuestion === undefined) return [];
  if (!services.questions.isWorthKeeping(locale, lastQuestion)) return [];
  memory.keepableIn = locale;
  return [{ title: texts.t('improve.ask'), command: 'improve.keep' }];
}

/** The person has tapped the offer: only now is the sentence kept. */
export async function keepQuestion(turn: Turn): Promise<void> {
  const { memory, services, texts, output } = turn;
  const { lastQuestion: text, keepableIn: locale } = memory;
  delete memory.keepableIn;
  const choices = [menuChoice(texts), humanChoice(texts)];
  if (locale === undefined || text === undefined || memory.isDelicate || memory.liveChat) {
    return turn.say({ text: texts.t('welcome.ask'), choices });
  }
  const { conversationId, activityId } = output;
  const isKept = await services.questions.keep({ conversationId, activityId, locale, text });
  if (isKept) memory.hasKept = true;
  return turn.say({ text: texts.t(isKept ? 'improve.thanks' : 'welcome.ask'), choices });
}

/** From a chat with danger or a contact request nothing is kept, and what was kept before is deleted. */
export async function forgetIfDelicate({ memory, services, output }: Turn): Promise<void> {
  if (!memory.isDelicate || !memory.hasKept) return;
  await services.questions.forget(output.conversationId);
  delete memory.hasKept;
}
