import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CRISIS_SETS_DIR, QUESTIONS_DIR } from './projectPaths.ts';

/** The files with labelled development questions. */
export function listQuestionFiles(): string[] {
  return listFiles(QUESTIONS_DIR);
}

/** The files with messages about danger, and with harmless ones that sound like it. */
export function listCrisisFiles(): string[] {
  return listFiles(CRISIS_SETS_DIR);
}

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => join(folder, file));
}
