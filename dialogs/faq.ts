import { unreachable } from '#src/domain/brand.ts';
import type { Choice } from '#src/domain/card.ts';
import { cardToText } from '#src/domain/card.ts';
import type { Reply } from '#src/domain/reply.ts';
import { type TopicId, WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import { answerCard } from './cards/answerCard.ts';
import { countryChoices, humanChoice, menuChoice, topicChoices } from './choices.ts';
import type { Turn } from './turn.ts';
import { offerToKeep } from './unanswered.ts';

/** “Nobody reads along live.” While somebody does, another sentence is true. */
const NOBODY_READS_FACT = 'P06';

/** Topics offered at most, besides “none of these”. */
const MAX_RELATED = 3;

/**
 * Shows what the answering decided. FAQ turns are plain code: nothing here outlives the turn except what `memory` keeps.
 *
 * @param extra - Buttons after those of the reply, e.g. the offer of another language.
 */
export async function showReply(turn: Turn, reply: Reply, extra: readonly Choice[] = []): Promise<void> {
  turn.services.countReply(reply.kind, turn.memory.locale);
  delete turn.memory.keepableIn;
  switch (reply.kind) {
    case 'crisis':
      return showCrisis(turn, reply.topic, extra);
    case 'answered':
      return showAnswer(turn, reply.topic, { intro: 'askedAbout', extra });
    case 'suggested':
      return showSuggestions(turn, reply.topics, extra);
    case 'notUnderstood':
      return showNotUnderstood(turn, extra);
    case 'handoffOffered':
      return offerHandoff(turn, reply.topic, extra);
    case 'smalltalk':
      return showSmalltalk(turn, reply, extra);
    default:
      return unreachable(reply);
  }
}

/** The approved answer to a topic, with the question about the country where it decides the answer. */
export async function showAnswer(
  turn: Turn,
  topic: TopicId,
  options: { readonly intro?: 'askedAbout'; readonly extra?: readonly Choice[] } = {},
): Promise<void> {
  const { memory, services, texts } = turn;
  const answer = services.knowledge.present(topic, { locale: memory.locale, country: memory.country });
  if (answer.isCrisis) return showCrisis(turn, topic, options.extra ?? []);
  if (memory.liveChat && services.knowledge.findTopic(topic)?.facts.includes(NOBODY_READS_FACT)) {
    return turn.say({ text: texts.t('live.present') });
  }
  memory.misses = 0;
  memory.previousTopic = topic;
  const asked = services.knowledge.title(topic, memory.locale);
  const base = answerCard(answer, texts, options.intro && { asked });
  const asksCountry = answer.dependsOnCountry && memory.country === undefined && !memory.countryAsked;
  const card = asksCountry ? { ...base, notes: [...(base.notes ?? []), texts.t('notice.luPointer')] } : base;
  if (asksCountry) memory.countryAsked = true;
  const choices = [
    ...(asksCountry
      ? countryChoices(texts)
      : topicChoices(answer.related.slice(0, MAX_RELATED), services.knowledge, memory.locale)),
    ...(topic === WELL_KNOWN_TOPICS.storyMahmood ? [{ title: texts.t('button.story'), command: 'story.start' }] : []),
    ...(options.intro ? [{ title: texts.t('button.notMeant'), command: `answer.notMeant:${topic}` }] : []),
    humanChoice(texts),
    ...(options.extra ?? []),
  ];
  await turn.say({ text: cardToText(card), card, choices });
}

async function showCrisis(turn: Turn, topic: TopicId, extra: readonly Choice[]): Promise<void> {
  const { memory, services, texts } = turn;
  memory.misses = 0;
  memory.isDelicate = true;
  // What a person in danger wrote is not kept for the contact form: staff get only what the person decides to say.
  delete memory.lastQuestion;
  const base = answerCard(services.knowledge.present(topic, { locale: memory.locale, country: memory.country }), texts);
  const card = memory.liveChat ? { ...base, notes: [...(base.notes ?? []), texts.t('live.crisisAutomatic')] } : base;
  await turn.say({
    text: cardToText(card),
    card,
    choices: [{ title: texts.t('button.emergency'), command: 'emergency.show' }, humanChoice(texts), ...extra],
  });
}

async function showSuggestions(turn: Turn, topics: readonly TopicId[], extra: readonly Choice[]): Promise<void> {
  const { memory, services, texts } = turn;
  await turn.say({
    text: texts.t(topics.length === 1 ? 'suggest.one' : 'suggest.many'),
    choices: [
      ...topicChoices(topics, services.knowledge, memory.locale),
      { title: texts.t('suggest.none'), command: 'suggest.none' },
      humanChoice(texts),
      ...extra,
    ],
  });
}

async function showNotUnderstood(turn: Turn, extra: readonly Choice[]): Promise<void> {
  const { memory, texts } = turn;
  memory.misses += 1;
  const others = [...offerToKeep(turn), ...extra];
  if (memory.misses >= 2) {
    return offerHandoff(turn, WELL_KNOWN_TOPICS.askHuman, others, texts.t('notUnderstood.again'));
  }
  await turn.say({ text: texts.t('notUnderstood.first'), choices: [menuChoice(texts), humanChoice(texts), ...others] });
}

/** The answer was not about what the person meant: what is near it, other words, a person. */
export async function showNotMeant(turn: Turn, topicId: string, extra: readonly Choice[]): Promise<void> {
  const { memory, services, texts } = turn;
  const related = topicChoices(services.knowledge.findTopic(topicId)?.related ?? [], services.knowledge, memory.locale);
  memory.previousTopic = undefined;
  const others = [menuChoice(texts), humanChoice(texts), ...offerToKeep(turn), ...extra];
  await turn.say({ text: texts.t('notMeant'), choices: [...related, ...others] });
}

async function offerHandoff(turn: Turn, topic: TopicId, extra: readonly Choice[], apology?: string): Promise<void> {
  const { memory, services, texts } = turn;
  const offer = services.mode === 'demonstration' ? 'handoff.offerDemo' : 'handoff.offer';
  const start = { title: texts.t('button.human'), command: 'human.ask' };
  if (apology !== undefined) {
    await turn.say({
      text: `${apology}\n\n${texts.t(offer)}`,
      choices: [start, menuChoice(texts), ...extra],
    });
    return;
  }
  memory.misses = 0;
  const card = answerCard(services.knowledge.present(topic, { locale: memory.locale, country: memory.country }), texts);
  await turn.say({ text: cardToText(card), card, choices: [start, menuChoice(texts), ...extra] });
}

async function showSmalltalk(
  turn: Turn,
  { topic, neighbour }: Reply & { readonly kind: 'smalltalk' },
  extra: readonly Choice[],
): Promise<void> {
  const { memory, services } = turn;
  memory.misses = 0;
  if (neighbour) {
    const text = services.knowledge.neighbourText(neighbour, memory.locale);
    return turn.say({ text, choices: [menuChoice(turn.texts), humanChoice(turn.texts), ...extra] });
  }
  const answer = services.knowledge.present(topic, { locale: memory.locale, country: memory.country });
  const text = answer.paragraphs
    .map((p) => p.map((piece) => (piece.kind === 'text' ? piece.text : piece.contact.value)).join(''))
    .join('\n\n');
  await turn.say({ text, choices: [...startChoices(turn), ...extra] });
}

/** The first buttons of a conversation: what the assistant is for. */
export function startChoices(turn: Turn): readonly Choice[] {
  const { texts } = turn;
  return [
    { title: texts.t('button.avr'), command: `topic.show:${WELL_KNOWN_TOPICS.avrWhatIs}` },
    { title: texts.t('button.iom'), command: `topic.show:${WELL_KNOWN_TOPICS.iomWhatIs}` },
    { title: texts.t('button.apply'), command: `topic.show:${WELL_KNOWN_TOPICS.applyHow}` },
    { title: texts.t('button.story'), command: 'story.start' },
    menuChoice(texts),
    humanChoice(texts),
  ];
}
