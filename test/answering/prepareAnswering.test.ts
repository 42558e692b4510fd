import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { prepareAnswering } from '#src/answering/prepareAnswering.ts';
import type { Answerer } from '#src/domain/answering.ts';
import { SilentLogger } from '#test/support/silentLogger.ts';
import { roughCalibration, smallTrainingContent } from '#test/support/trainingContent.ts';

const content = smallTrainingContent();
const cacheDir = mkdtempSync(join(tmpdir(), 'models-'));
const messages = [
  'how do i apply for voluntary return?',
  'mon passeport est perdu',
  'شحال من كيلو نقدر ندي معايا',
  'I want to kill myself',
  'bghit nrje3 l bladi',
  'xyzzy',
  '',
];
const prepare = (cache: string): Promise<Answerer> =>
  prepareAnswering({ content, calibration: roughCalibration(content), cacheDir: cache, logger: new SilentLogger() });
const decide = (answerer: Answerer): unknown[] => messages.map((text) => answerer.interpret({ text }));

let first: unknown[];

beforeAll(async () => {
  first = decide(await prepare(cacheDir));
});

afterAll(() => {
  rmSync(cacheDir, { recursive: true, force: true });
});

describe('preparing the models', () => {
  it('decides the same from the stored models', async () => {
    expect(decide(await prepare(cacheDir))).toEqual(first);
  });

  it('trains the same models again from the same content', async () => {
    const other = mkdtempSync(join(tmpdir(), 'models-'));
    expect(decide(await prepare(other))).toEqual(first);
    rmSync(other, { recursive: true, force: true });
  });

  it('trains again when a stored model is damaged', async () => {
    const folder = readdirSync(cacheDir).find((name) => readdirSync(join(cacheDir, name)).includes('topics.model'));
    truncateSync(join(cacheDir, folder ?? '', 'topics.model'), 1_000);
    expect(decide(await prepare(cacheDir))).toEqual(first);
  });

  it('works without a place to store models, and says so', async () => {
    const logger = new SilentLogger();
    const tiny = smallTrainingContent(['travel-luggage', 'money-how-much', 'safety-suicide']);
    const answerer = await prepareAnswering({
      content: tiny,
      calibration: undefined,
      cacheDir: '/dev/null/nowhere',
      logger,
    });
    expect(answerer.interpret({ text: 'how many kilos of luggage can I take?' }).language).toBe('en');
    expect(logger.lines.some(({ level, message }) => level === 'warn' && message.includes('not stored'))).toBe(true);
  });

  it('warns, per language, that the committed calibration does not fit the phrases', async () => {
    const logger = new SilentLogger();
    const tiny = smallTrainingContent(['travel-luggage', 'money-how-much', 'family-together', 'safety-suicide']);
    const calibration = roughCalibration(content);
    const answerer = await prepareAnswering({ content: tiny, calibration, cacheDir, logger });
    expect(answerer.interpret({ text: 'how many kilos of luggage can I take?' }).reply.kind).not.toBe('notUnderstood');
    const warned = logger.lines
      .filter(({ message }) => message.includes('npm run calibrate'))
      .map(({ fields }) => fields?.locale);
    expect(warned).toEqual(content.languages.map(({ tag }) => tag));
  });

  it('keeps the event loop free while it trains', async () => {
    const other = mkdtempSync(join(tmpdir(), 'models-'));
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await prepare(other);
    isDone = true;
    rmSync(other, { recursive: true, force: true });
    expect(turns).toBeGreaterThan(1_000);
  });
});
