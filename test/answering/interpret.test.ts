import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { prepareAnswering } from '#src/answering/prepareAnswering.ts';
import type { Answerer } from '#src/domain/answering.ts';
import type { TopicId } from '#src/domain/topic.ts';
import { SilentLogger } from '#test/support/silentLogger.ts';
import { roughCalibration, SMALL_TOPICS, smallTrainingContent } from '#test/support/trainingContent.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'models-'));
let answerer: Answerer;

beforeAll(async () => {
  const content = smallTrainingContent();
  answerer = await prepareAnswering({
    content,
    calibration: roughCalibration(content),
    cacheDir,
    logger: new SilentLogger(),
  });
});

afterAll(() => {
  rmSync(cacheDir, { recursive: true, force: true });
});

describe('one message', () => {
  it.each([
    ['How many kilos of luggage may I take on the plane?', 'en'],
    ['Combien de kilos de bagages je peux prendre dans l’avion ?', 'fr'],
    ['كم كيلو يمكنني أن آخذ معي في الطائرة؟', 'ar'],
  ])('is understood in its own language: %s', (text, language) => {
    const { language: found, reply, languageDecision } = answerer.interpret({ text });
    expect(found).toBe(language);
    expect(languageDecision).toEqual({ kind: 'switch', to: language });
    const topics = reply.kind === 'suggested' ? reply.topics : 'topic' in reply ? [reply.topic] : [];
    expect(topics).toContain('travel-luggage');
  });

  it('keeps the language of the conversation for one word that several languages share', () => {
    expect(
      answerer.interpret({ text: 'passport', language: { tag: 'fr', origin: 'chosen' } }).languageDecision.kind,
    ).toBe('stay');
  });

  it.each([
    'Ich möchte gerne wissen, wie viel Gepäck ich mitnehmen darf',
    'मैं अपने घर वापस जाना चाहता हूँ',
    'Chciałbym wrócić do domu i zabrać wszystkie swoje rzeczy',
  ])('in a language we do not speak is not answered: %s', (text) => {
    expect(answerer.interpret({ text })).toEqual({
      language: 'other',
      languageDecision: { kind: 'unsupported' },
      reply: { kind: 'notUnderstood' },
    });
  });

  it.each(['I want to kill myself', 'je veux me suicider', 'اريد ان انتحر', 'bghit nmout'])(
    'of danger comes first: %s',
    (text) => {
      expect(answerer.interpret({ text }).reply).toMatchObject({ kind: 'crisis', topic: 'safety-suicide' });
      expect(answerer.screenForCrisis(text)?.topic).toBe('safety-suicide');
    },
  );

  it('of danger comes first whatever the language of the conversation, and inside other words', () => {
    const text = 'How many kilos can I take? Not that it matters, I want to kill myself tonight.';
    expect(answerer.interpret({ text, language: { tag: 'ar', origin: 'chosen' } }).reply.kind).toBe('crisis');
  });

  it('without danger raises no alarm', () => {
    expect(answerer.screenForCrisis('My name is Amina and my phone number is 0470 12 34 56')).toBeUndefined();
    expect(answerer.screenForCrisis('')).toBeUndefined();
  });

  it('asking for a person offers one', () => {
    expect(answerer.interpret({ text: 'I want to talk to a real person' }).reply).toMatchObject({
      kind: 'handoffOffered',
    });
  });

  it.each(['', '   ', '12345', '👍', 'https://example.org/a?b=c', '???'])(
    'without words is not guessed at: %j',
    (text) => {
      const { languageDecision, reply } = answerer.interpret({ text, language: { tag: 'fr', origin: 'chosen' } });
      expect(languageDecision).toEqual({ kind: 'stay' });
      expect(reply).toEqual({ kind: 'notUnderstood' });
    },
  );
});

describe('hostile text', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['stacked marks', 'Z̸̧̢̛̛̛̛̛̛'.repeat(400)],
    ['one endless word', 'a'.repeat(2_000)],
    ['one-letter words', 'a '.repeat(1_000)],
    ['beginnings of a crisis expression', 'kill '.repeat(400)],
    ['ligatures that unfold', 'ﷺ'.repeat(2_000)],
    ['every script at once', 'aбაአعא字ก'.repeat(250)],
    ['lone surrogates', '\ud800'.repeat(2_000)],
    ['far too long', 'help me return '.repeat(10_000)],
  ];

  it('costs no more than a few plain long messages', () => {
    const plain = 'I would like to know how I can go back to my country with my family. '.repeat(28).slice(0, 1_900);
    const cost = (text: string): number => {
      for (let i = 0; i < 3; i += 1) answerer.interpret({ text });
      const start = process.cpuUsage();
      for (let i = 0; i < 20; i += 1) answerer.interpret({ text });
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    const usual = cost(plain);
    for (const [name, text] of hostile) expect([name, cost(text) / usual < 10]).toEqual([name, true]);
  });

  it('never throws and always decides', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { reply } = answerer.interpret({ text });
        if (reply.kind === 'suggested') return reply.topics.length > 0 && reply.topics.length <= 3;
        return (
          reply.kind === 'notUnderstood' ||
          SMALL_TOPICS.includes(reply.topic as TopicId as (typeof SMALL_TOPICS)[number])
        );
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
