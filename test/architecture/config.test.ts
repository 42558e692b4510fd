import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '#src/config/config.ts';
import { VARIABLES } from '#src/config/variables.ts';

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');
const KEY = Buffer.alloc(32, 7).toString('base64');

const OPERATED = {
  OPERATOR_NAME: 'IOM Belgium and Luxembourg',
  PUBLIC_URL: 'https://chat.example.org',
  SHOW_DRAFT_HIGH_RISK: 'no',
  DATA_KEYS: `2026a:${KEY}`,
  INDEX_KEY: KEY,
  TOKEN_KEY: KEY,
  SMTP_URL: 'smtp://mail.example.org:587',
  NOTICE_FROM: 'assistant@example.org',
  NOTICE_TO_BE: 'be@example.org',
  NOTICE_TO_LU: 'lu@example.org',
};

/** The problems of an environment, by variable. */
function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((line) => line.split(':')[0] ?? '');
  }
}

describe('.env.example and the schema', () => {
  it('name the same variables, in the same order', () => {
    const named = [...EXAMPLE.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(named).toEqual(Object.keys(VARIABLES));
  });

  it('describe them in the same words', () => {
    for (const [name, { about }] of Object.entries(VARIABLES)) expect(EXAMPLE).toContain(`# ${about}\n#${name}=`);
  });
});

describe('the configuration', () => {
  it('needs nothing for a demonstration, which listens on this machine only', () => {
    const config = loadConfig({});
    expect(config.mode).toBe('demonstration');
    expect(config.http).toMatchObject({ port: 3978, host: '127.0.0.1' });
    expect(config.keys).toBeUndefined();
  });

  it('takes a complete operated environment', () => {
    const config = loadConfig(OPERATED);
    expect(config.mode).toBe('operated');
    expect(config.showDraftHighRisk).toBe(false);
    expect(config.mail?.to.LU).toBe('lu@example.org');
  });

  it.each(Object.keys(OPERATED).filter((name) => name !== 'OPERATOR_NAME'))(
    'refuses to operate without %s',
    (missing) => {
      const { [missing as keyof typeof OPERATED]: _left, ...env } = OPERATED;
      expect(problemsOf(env)).toEqual([missing]);
    },
  );

  it('names every missing variable at once', () => {
    expect(problemsOf({ OPERATOR_NAME: 'IOM' })).toHaveLength(9);
  });

  it('wants https for people', () => {
    expect(problemsOf({ ...OPERATED, PUBLIC_URL: 'http://chat.example.org' })).toEqual(['PUBLIC_URL']);
  });

  it('takes mail all or none', () => {
    expect(problemsOf({ SMTP_URL: 'smtp://localhost:25' })).toEqual(['NOTICE_FROM', 'NOTICE_TO_BE', 'NOTICE_TO_LU']);
  });

  it('treats an empty value as not set and never repeats a wrong one', () => {
    expect(loadConfig({ PORT: '' }).http.port).toBe(3978);
    try {
      loadConfig({ SMTP_URL: 'secret-password' });
      throw new Error('was accepted');
    } catch (error) {
      expect(String(error)).not.toMatch(/secret-password/);
    }
  });
});
