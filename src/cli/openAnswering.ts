import { explainTopic } from '#src/answering/explainTopic.ts';
import { loadParts } from '#src/answering/prepareAnswering.ts';
import { readCalibration } from '#src/answering/readCalibration.ts';
import { type Answering, composeAnswering } from '#src/composeAnswering.ts';
import { loadConfig } from '#src/config/config.ts';
import { readEnvironment } from '#src/config/readEnvironment.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { loadTrainingContent } from '#src/knowledge/loadTrainingContent.ts';
import { systemClock } from '#src/systemClock.ts';
import { LOCALES_DIR, MODELS_DIR } from './projectPaths.ts';
import { stderrLogger } from './stderrLogger.ts';

/** The content and the trained models as the commands use them: those of the demonstration, with every draft shown. */
export function openAnswering(): Promise<Answering> {
  return composeAnswering({
    localesDir: LOCALES_DIR,
    cacheDir: MODELS_DIR,
    clock: systemClock,
    logger: stderrLogger,
    operated: false,
    showDraftHighRisk: true,
    semanticHelp: loadConfig(readEnvironment()).semanticHelp,
  });
}

/** Tells which phrases pulled a message towards a topic. */
export type Explain = (text: string, language: LocaleTag, topic: string) => readonly string[];

/** What `--errors` shows beside each error. */
export async function openExplanations(): Promise<Explain> {
  const content = loadTrainingContent(LOCALES_DIR);
  const calibration = readCalibration(LOCALES_DIR);
  const parts = await loadParts({ content, calibration, cacheDir: MODELS_DIR, logger: stderrLogger });
  return (text, language, topic) => explainTopic(text, language, topic, parts, content);
}
