import { describe, expect, it } from '@jest/globals';
import type { LogFields } from '#src/domain/logger.ts';
import { createPinoLogger } from '#src/observability/pinoLogger.ts';
import { silenceConsole } from '#src/observability/silenceConsole.ts';
import { SilentLogger } from '#test/support/silentLogger.ts';

function collect(): { readonly lines: Record<string, unknown>[]; readonly write: (line: string) => void } {
  const lines: Record<string, unknown>[] = [];
  return { lines, write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
}

describe('createPinoLogger', () => {
  it('writes time, level, message and the allowed fields, and nothing of the machine', () => {
    const destination = collect();
    createPinoLogger({ level: 'info', destination }).warn('notice not delivered', {
      code: 'delivery_rejected',
      attempt: 2,
    });
    expect(destination.lines).toEqual([
      {
        level: 'warn',
        time: expect.any(String),
        code: 'delivery_rejected',
        attempt: 2,
        message: 'notice not delivered',
      },
    ]);
  });

  it('drops what a cast has smuggled in: other fields, nested values, long values', () => {
    const destination = collect();
    const smuggled = {
      code: 'x'.repeat(1_000),
      text: 'CANARY',
      error: new Error('CANARY'),
      errorName: { nested: 'CANARY' },
      conversationId: undefined,
      toString: 'CANARY',
    } as unknown as LogFields;
    createPinoLogger({ level: 'debug', destination }).error('failed', smuggled);
    expect(JSON.stringify(destination.lines)).not.toContain('CANARY');
    expect(destination.lines[0]?.['code']).toBe('x'.repeat(200));
  });

  it('keeps a line a line', () => {
    const destination = collect();
    createPinoLogger({ level: 'info', destination }).info('event', { code: 'a\nb\u001b[31m' });
    expect(destination.lines).toHaveLength(1);
  });
});

describe('silenceConsole', () => {
  it('says that a library printed, never what', () => {
    const logger = new SilentLogger();
    const restore = silenceConsole(logger);
    // The SDK does this with whole errors.
    globalThis.console.error('[onTurnError]', new Error('CANARY +32 470 12 34 56'));
    restore();
    expect(logger.lines).toEqual([
      { level: 'debug', message: 'a library wrote to the console', fields: { kind: 'error' } },
    ]);
  });
});
