import type { DeskNews, LiveChatEnding, Rating } from '#src/domain/liveChat.ts';
import { WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import { humanChoice, menuChoice } from './choices.ts';
import { showReply } from './faq.ts';
import { isEmergencyNumber } from './prompts/isNumberOrCode.ts';
import type { Turn } from './turn.ts';

/** What the desk has to say to the person: the assistant announces it, and falls silent or speaks again. */
export async function hearDesk(turn: Turn, news: DeskNews): Promise<void> {
  switch (news.kind) {
    case 'joined':
      return announceStaff(turn, news.requestId, news.name);
    case 'message': {
      const message = await turn.services.liveChat.read(news.requestId, news.seq);
      if (message?.text === undefined) return;
      const name = message.name ?? turn.texts.t('live.counsellor');
      return turn.output.sayAsStaff({ text: message.text, name, seq: message.seq });
    }
    case 'concluded':
      return resume(turn, news.requestId, news.ending);
  }
}

async function announceStaff(turn: Turn, requestId: string, givenName: string | undefined): Promise<void> {
  const name = givenName ?? turn.texts.t('live.counsellor');
  turn.memory.liveChat = { requestId, name };
  await turn.output.announceHandoff('accepted');
  await turn.say({
    text: turn.texts.t('live.joined', { name }),
    choices: [{ title: turn.texts.t('live.leave'), command: 'live.leave' }],
  });
}

async function resume(turn: Turn, requestId: string, ending: LiveChatEnding): Promise<void> {
  const { texts, memory } = turn;
  delete memory.liveChat;
  await turn.output.announceHandoff('completed');
  switch (ending) {
    case 'left':
      return turn.say({ text: texts.t('live.left'), choices: [menuChoice(texts)] });
    case 'silent':
      return turn.say({ text: texts.t('live.silent'), choices: [menuChoice(texts)] });
    case 'officeClosed':
      return turn.say({ text: texts.t('live.officeClosed'), choices: [menuChoice(texts)] });
    case 'resolved':
      memory.ratingOf = requestId;
      return turn.say({
        text: texts.t('rating.ask'),
        choices: (['good', 'middling', 'bad'] as const).map((value) => ({
          title: texts.t(`rating.${value}`),
          command: `rating.give:${value}`,
        })),
      });
    case 'withdrawn':
      // The person did this a moment ago, and was told so then.
      return;
  }
}

/**
 * Passes a message to the staff member who holds the chat. Danger comes first here too: the card is shown once, marked
 * as automatic, and staff see that it is urgent.
 * @returns false if nobody is there any more: then the message is the assistant's.
 */
export async function passToStaff(turn: Turn): Promise<boolean> {
  const { services, input, memory, output } = turn;
  const danger = isEmergencyNumber(input.text, services.knowledge.emergencyContacts(undefined))
    ? { topic: WELL_KNOWN_TOPICS.emergency, confidence: 1 }
    : services.answerer.screenForCrisis(input.text);
  const result = await services.liveChat.receive({
    conversationId: output.conversationId,
    activityId: output.activityId,
    text: input.text,
    isDanger: danger !== undefined,
  });
  if (result.kind === 'notHeld') {
    delete memory.liveChat;
    return false;
  }
  if (danger && result.isFirstDanger) await showReply(turn, { kind: 'crisis', ...danger });
  return true;
}

/** The person prefers the assistant again. The request stays open. */
export async function leaveStaff(turn: Turn): Promise<void> {
  const { services, memory, output, texts } = turn;
  if (memory.liveChat) {
    await services.liveChat.leave(output.conversationId);
    delete memory.liveChat;
    await output.announceHandoff('completed');
  }
  await turn.say({ text: texts.t('live.leftByYou'), choices: [menuChoice(texts), humanChoice(texts)] });
}

/** One word about the help. It is kept without anything that leads back to the person. */
export async function takeRating(turn: Turn, rating: Rating): Promise<void> {
  const { services, memory, texts } = turn;
  if (memory.ratingOf !== undefined) await services.liveChat.rate(memory.ratingOf, rating);
  delete memory.ratingOf;
  await turn.say({ text: texts.t('rating.thanks'), choices: [menuChoice(texts)] });
}
