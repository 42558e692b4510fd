import { composeAnswering } from '#src/composeAnswering.ts';
import { systemClock } from '#src/systemClock.ts';
import { LOCALES_DIR, MODELS_DIR } from './projectPaths.ts';
import { stderrLogger } from './stderrLogger.ts';

/** The content and the trained models as the commands use them: those of the demonstration, with every draft shown. */
export function openAnswering(): ReturnType<typeof composeAnswering> {
  return composeAnswering({
    localesDir: LOCALES_DIR,
    cacheDir: MODELS_DIR,
    clock: systemClock,
    logger: stderrLogger,
    operated: false,
    showDraftHighRisk: true,
  });
}
