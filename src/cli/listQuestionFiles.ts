import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { QUESTIONS_DIR } from './projectPaths.ts';

/** The files with labelled development questions. */
export function listQuestionFiles(): string[] {
  return readdirSync(QUESTIONS_DIR)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => join(QUESTIONS_DIR, file));
}
