import { describe, expect, it } from '@jest/globals';
import { createConsider } from '#src/answering/considerAdvice.ts';
import type { Interpretation } from '#src/domain/answering.ts';
import type { Reply } from '#src/domain/reply.ts';
import type { TopicId } from '#src/domain/topic.ts';

const ids = (...topics: string[]): TopicId[] => topics as TopicId[];

async function consider(reply: Reply, advice: TopicId[], more: Partial<Interpretation> = {}) {
  let asked = 0;
  const interpretation: Interpretation = { language: 'en', languageDecision: { kind: 'stay' }, reply, ...more };
  const decide = createConsider(
    { interpret: () => interpretation, screenForCrisis: () => undefined },
    {
      advise: () => {
        asked += 1;
        return Promise.resolve(advice);
      },
    },
  );
  return { reply: (await decide({ text: 'x' })).reply, asked };
}

const suggested = (...topics: string[]): Reply => ({ kind: 'suggested', topics: ids(...topics), confidence: 0.6 });

describe('advice of a model of meaning', () => {
  it.each<Reply>([
    { kind: 'crisis', topic: 'safety-suicide' as TopicId, confidence: 0.5 },
    { kind: 'answered', topic: 'apply-how' as TopicId, confidence: 0.9 },
    { kind: 'smalltalk', topic: 'chat-greeting' as TopicId, confidence: 0.9 },
    { kind: 'handoffOffered', topic: 'contact-ask-human' as TopicId, reason: 'askedForPerson', confidence: 0.9 },
  ])('is not asked for when the bot is sure ($kind)', async (sure) => {
    expect(await consider(sure, ids('avr-what-is'))).toEqual({ reply: sure, asked: 0 });
  });

  it('is not asked for in a language we do not speak', async () => {
    const reply: Reply = { kind: 'notUnderstood' };
    const { asked } = await consider(reply, ids('apply-how'), {
      language: 'other',
      languageDecision: { kind: 'unsupported' },
    });
    expect(asked).toBe(0);
  });

  it('changes the order of what is offered, and fills it up to three', async () => {
    const { reply } = await consider(suggested('apply-how', 'money-how-much'), ids('child-school', 'money-how-much'));
    expect(reply).toMatchObject({ kind: 'suggested', topics: ids('apply-how', 'money-how-much', 'child-school') });
  });

  it('offers where nothing was understood, and never answers by itself', async () => {
    const { reply } = await consider({ kind: 'notUnderstood' }, ids('child-school'));
    expect(reply).toEqual({ kind: 'suggested', topics: ids('child-school'), confidence: 0 });
  });

  it('changes nothing when there is none', async () => {
    expect((await consider(suggested('apply-how'), [])).reply).toEqual(suggested('apply-how'));
    expect((await consider({ kind: 'notUnderstood' }, [])).reply).toEqual({ kind: 'notUnderstood' });
    expect((await consider({ kind: 'notUnderstood' }, ids('chat-off-topic'))).reply).toEqual({ kind: 'notUnderstood' });
  });

  it('offers at most one kind of danger', async () => {
    const { reply } = await consider(suggested('safety-violence', 'apply-how'), ids('safety-child', 'safety-suicide'));
    expect('topics' in reply && reply.topics.filter((id) => id.startsWith('safety-'))).toHaveLength(1);
  });
});
