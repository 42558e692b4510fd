import type { Neighbour } from './neighbour.ts';
import type { TopicId } from './topic.ts';

/**
 * What the assistant does with one utterance: a closed list, so that every channel handles every case.
 * `confidence` is the estimated probability (0–1) that the topic is right; for `suggested`, that the right one is
 * among those offered.
 */
export type Reply =
  | { readonly kind: 'crisis'; readonly topic: TopicId; readonly confidence: number }
  | { readonly kind: 'answered'; readonly topic: TopicId; readonly confidence: number }
  | { readonly kind: 'suggested'; readonly topics: readonly TopicId[]; readonly confidence: number }
  | { readonly kind: 'notUnderstood' }
  | {
      readonly kind: 'handoffOffered';
      readonly topic: TopicId;
      readonly reason: 'askedForPerson' | 'repeatedMiss';
      readonly confidence: number;
    }
  | {
      readonly kind: 'smalltalk';
      readonly topic: TopicId;
      readonly confidence: number;
      /** Which near subject outside ours was asked for, if it is plainly one. */
      readonly neighbour?: Neighbour;
    };

export type ReplyKind = Reply['kind'];
