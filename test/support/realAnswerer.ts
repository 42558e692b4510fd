import { join } from 'node:path';
import { composeAnswering } from '#src/composeAnswering.ts';
import type { Answerer } from '#src/domain/answering.ts';
import { FakeClock } from './fakeClock.ts';
import { SilentLogger } from './silentLogger.ts';
import { LOCALES_DIR } from './trainingContent.ts';

/** The answering as the bot has it: all languages, every draft shown. Trains what is not in `dist/models`: minutes. */
export async function openRealAnswerer(): Promise<Answerer> {
  const { answerer } = await composeAnswering({
    localesDir: LOCALES_DIR,
    cacheDir: join(import.meta.dirname, '../../dist/models'),
    clock: new FakeClock(),
    logger: new SilentLogger(),
    operated: false,
    showDraftHighRisk: true,
  });
  return answerer;
}
