import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const sources = globSync(['src/**/*.ts', 'dialogs/**/*.ts'], { cwd: ROOT }).map((file) => ({
  file,
  text: readFileSync(join(ROOT, file), 'utf8'),
}));

function filesWith(pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
}

describe('the recognisers stay behind their worker (M-40)', () => {
  it('only the worker imports them', () => {
    expect(filesWith(/['"]@microsoft\/recognizers/)).toEqual(['src/reading/recognizerWorker.ts']);
  });

  it('only the lane starts the worker', () => {
    expect(filesWith(/recognizerWorker\.ts/)).toEqual(['src/reading/recognizerReader.ts']);
  });

  it('nobody calls the functions that hang', () => {
    expect(filesWith(/recognize(?:Number|Ordinal|Percentage|Age|Currency|Dimension|Temperature)\b/)).toEqual([]);
  });

  it('no prompt of the SDK that runs them on the main thread is used', () => {
    expect(
      filesWith(/\b(?:Choice|Number|DateTime|Confirm)Prompt\b|\b(?:recognizeChoices|findChoices|ChoiceFactory)\b/),
    ).toEqual([]);
  });
});
