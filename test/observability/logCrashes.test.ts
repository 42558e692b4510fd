import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** Runs a few lines as a process of its own, with the crash log in place. */
function runProgram(lines: string): { readonly code: number | null; readonly printed: string } {
  const program = `
    import { createPinoLogger } from '#src/observability/pinoLogger.ts';
    import { logCrashes } from '#src/observability/logCrashes.ts';
    logCrashes(createPinoLogger({ level: 'info' }), process);
    ${lines}`;
  const result = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { code: result.status, printed: result.stdout + result.stderr };
}

describe('a crash', () => {
  it.each([
    ['an error nobody caught', `setTimeout(() => { throw new TypeError('CANARY +32470999999'); }, 1);`],
    ['an error with a message like a stack', `throw new TypeError('x\\n    at CANARY (470:1:1)');`],
    ['a promise nobody waited for', `Promise.reject(new TypeError('CANARY +32470999999'));`],
  ])('%s ends the process, is logged with its place, and says nothing that was said', (_name, lines) => {
    const { code, printed } = runProgram(`${lines} setInterval(() => undefined, 1000);`);
    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({
      level: 'error',
      message: 'the process ends after an unexpected error',
      errorName: 'TypeError',
      file: expect.stringMatching(/:\d+:\d+$/),
    });
    expect(printed).not.toMatch(/CANARY|470/);
  });

  it('is logged too if what was thrown is no error', () => {
    const { code, printed } = runProgram(`Promise.reject('CANARY');`);
    expect(code).toBe(1);
    expect(printed).toContain('"errorName":"string"');
    expect(printed).not.toContain('CANARY');
  });
});
