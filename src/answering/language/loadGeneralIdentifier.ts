import type { GeneralIdentifier } from './languageIdentifier.ts';

/**
 * Loads the general language identifier (package `eld`, Apache-2.0, sixty languages, its smallest data set). It names the
 * languages we do not offer, and helps with words our phrases do not hold.
 */
export async function loadGeneralIdentifier(): Promise<GeneralIdentifier> {
  const { eld } = await import('eld/extrasmall');
  return (text) => eld.detect(text.slice(0, MAX_LENGTH)).getScores();
}

/** More text than this does not change the verdict, and costs time. */
const MAX_LENGTH = 400;
