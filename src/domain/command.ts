import { type Country, isCountry } from './country.ts';
import { RATINGS, type Rating } from './liveChat.ts';
import { TOPIC_GROUPS, type TopicGroup } from './topic.ts';

/**
 * What a button, a menu of the page or a keyword asks for. Values come from outside: `parseCommand` lets only
 * well-formed ones in, and whoever carries a command out checks that the topic or language exists.
 */
export type Command =
  | { readonly kind: 'language.set'; readonly tag: string }
  | { readonly kind: 'topic.show'; readonly topic: string }
  | { readonly kind: 'answer.notMeant'; readonly topic: string }
  | { readonly kind: 'group.show'; readonly group: TopicGroup }
  | { readonly kind: 'country.set'; readonly country: Country | undefined }
  | { readonly kind: 'rating.give'; readonly rating: Rating }
  /** Our page has shown messages of staff up to this one. */
  | { readonly kind: 'live.seen'; readonly seq: number }
  /** An answer to the question an active dialog has asked. */
  | { readonly kind: 'choice'; readonly step: string; readonly value: string }
  | { readonly kind: PlainCommand };

const PLAIN = [
  'language.menu',
  'country.menu',
  'menu.show',
  'suggest.none',
  'human.ask',
  'help.show',
  'stop',
  'chat.delete',
  'chat.deleteYes',
  'chat.deleteNo',
  'emergency.show',
  'story.start',
  'status.start',
  'form.resume',
  'live.leave',
  'improve.keep',
] as const;
export type PlainCommand = (typeof PLAIN)[number];

/** The value of a button that answers the question `step` of the active dialog. */
export function choiceCommand(step: string, value: string): string {
  return `choice:${step}=${value}`;
}

/** Reads the value of a button or event, or `undefined` if it is none of ours. */
export function parseCommand(value: unknown): Command | undefined {
  if (typeof value !== 'string' || value.length > 80) return undefined;
  const match = /^(?<name>[a-zA-Z.]+)(?::(?<argument>[\w.=-]+))?$/.exec(value);
  const name = match?.groups?.['name'];
  const argument = match?.groups?.['argument'];
  if (name === undefined) return undefined;
  if (argument === undefined) {
    const plain = PLAIN.find((candidate) => candidate === name);
    return plain === undefined ? undefined : { kind: plain };
  }
  switch (name) {
    case 'language.set':
      return { kind: 'language.set', tag: argument };
    case 'topic.show':
      return { kind: 'topic.show', topic: argument };
    case 'answer.notMeant':
      return { kind: 'answer.notMeant', topic: argument };
    case 'group.show': {
      const group = TOPIC_GROUPS.find((candidate) => candidate === argument);
      return group === undefined ? undefined : { kind: 'group.show', group };
    }
    case 'country.set':
      if (argument === 'skip') return { kind: 'country.set', country: undefined };
      return isCountry(argument) ? { kind: 'country.set', country: argument } : undefined;
    case 'rating.give': {
      const rating = RATINGS.find((candidate) => candidate === argument);
      return rating === undefined ? undefined : { kind: 'rating.give', rating };
    }
    case 'live.seen':
      return /^\d{1,9}$/.test(argument) ? { kind: 'live.seen', seq: Number(argument) } : undefined;
    case 'choice': {
      const [step, chosen] = argument.split('=');
      return step && chosen ? { kind: 'choice', step, value: chosen } : undefined;
    }
    default:
      return undefined;
  }
}
