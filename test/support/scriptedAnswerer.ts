import type { Answerer, Interpretation, Utterance } from '#src/domain/answering.ts';
import { type TopicId, WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';

/** What the scripted answerer makes of a text: a topic to answer, a crisis, or a whole interpretation. */
export type Script = Readonly<
  Record<string, Partial<Interpretation> | { readonly answer: string } | { readonly crisis: string }>
>;

/** Stands in for the trained models in dialog tests: each text means what the test says, everything else nothing. */
export class ScriptedAnswerer implements Answerer {
  readonly #script: Script;
  readonly asked: Utterance[] = [];

  constructor(script: Script = {}) {
    this.#script = script;
  }

  interpret(utterance: Utterance): Interpretation {
    this.asked.push(utterance);
    const base: Interpretation = {
      language: utterance.language?.tag ?? 'en',
      languageDecision: { kind: 'stay' },
      reply: { kind: 'notUnderstood' },
    };
    const entry = this.#script[utterance.text];
    if (!entry) return base;
    if ('answer' in entry)
      return { ...base, reply: { kind: 'answered', topic: entry.answer as TopicId, confidence: 0.9 } };
    if ('crisis' in entry)
      return { ...base, reply: { kind: 'crisis', topic: entry.crisis as TopicId, confidence: 0.99 } };
    return { ...base, ...entry };
  }

  screenForCrisis(text: string): { readonly topic: TopicId; readonly confidence: number } | undefined {
    const entry = this.#script[text];
    return entry && 'crisis' in entry ? { topic: entry.crisis as TopicId, confidence: 0.99 } : undefined;
  }
}

export const ASK_HUMAN: Partial<Interpretation> = {
  reply: { kind: 'handoffOffered', topic: WELL_KNOWN_TOPICS.askHuman, reason: 'askedForPerson', confidence: 0.9 },
};
