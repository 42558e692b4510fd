import type { DangerWeights } from './calibration.ts';
import { readDanger } from './crisis/readDanger.ts';
import { weighDanger } from './crisis/screenForCrisis.ts';
import { type AnsweringParts, readMessage } from './readMessage.ts';
import { fitLogit, sigmoid } from './topics/fitLogit.ts';

/** A message that somebody has judged: is anybody in danger? */
export interface JudgedMessage {
  readonly text: string;
  readonly isDanger: boolean;
  /** True for harmless messages written to sound like danger: in real life they are few. */
  readonly isNeighbour: boolean;
}

/** False alarms tolerated among ordinary questions. */
const FALSE_ALARMS = 0.014;
/** Among messages written to sound like danger more are tolerated: a card too many costs a glance. */
const FALSE_ALARMS_NEARBY = 0.07;

/** Weighs the evidence of the crisis screen by logistic regression, and sets the alarm as low as false alarms allow. */
export function fitDanger(messages: readonly JudgedMessage[], parts: AnsweringParts): DangerWeights {
  const rows = messages.flatMap(({ text, isDanger, isNeighbour }) => {
    const reading = readMessage(text, parts, undefined);
    const evidence = weighDanger(reading.words, readDanger(reading, parts.topics), parts.crisisModel, parts.lexicon);
    return evidence?.hasMatcher ? [{ inputs: evidence.inputs, isDanger, isNeighbour }] : [];
  });
  const { means, deviations, weights } = fitLogit(
    rows.map(({ inputs }) => inputs),
    rows.map(({ isDanger }) => (isDanger ? 1 : 0)),
    rows.map(() => 1),
  );
  const slopes = means.map((_, i) => Math.max(0, (weights[i] as number) / (deviations[i] as number)));
  const constant = (weights.at(-1) as number) - means.reduce((sum, mean, i) => sum + mean * (slopes[i] as number), 0);
  const scored = rows.map((row) => ({
    ...row,
    p: sigmoid(row.inputs.reduce((sum, input, i) => sum + input * (slopes[i] as number), constant)),
  }));
  const harmless = (isNeighbour: boolean): number[] =>
    scored.filter((row) => !row.isDanger && row.isNeighbour === isNeighbour).map(({ p }) => p);
  const alarmAt = Math.max(
    findThreshold(harmless(false), FALSE_ALARMS),
    findThreshold(harmless(true), FALSE_ALARMS_NEARBY),
  );
  return { weights: slopes, constant, alarmAt };
}

/** The lowest threshold that lets at most that share pass. */
function findThreshold(probabilities: readonly number[], share: number): number {
  const sorted = [...probabilities].sort((a, b) => b - a);
  return (sorted[Math.floor(sorted.length * share)] ?? 0) + 1e-4;
}
