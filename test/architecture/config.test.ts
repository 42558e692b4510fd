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

  describe('of the identity provider', () => {
    const OIDC = {
      PUBLIC_URL: 'https://chat.example.org/',
      OIDC_ISSUER: 'https://login.example.org/tenant',
      OIDC_CLIENT_ID: 'return-assistant',
      OIDC_CLIENT_SECRET: 'secret',
      OIDC_GROUPS: 'avrr-be = counsellor@BE; CN=Leads,OU=AVRR=counsellor + lead @ both;/it=administrator@both;',
    };

    it('reads what groups may do', () => {
      const { staffSignIn } = loadConfig(OIDC);
      expect(staffSignIn.hasBreakGlass).toBe(false);
      expect(staffSignIn.provider).toMatchObject({
        publicUrl: 'https://chat.example.org',
        clientId: 'return-assistant',
      });
      expect(staffSignIn.provider?.grants).toEqual([
        { group: 'avrr-be', roles: ['counsellor'], office: 'BE' },
        { group: 'CN=Leads,OU=AVRR', roles: ['counsellor', 'lead'], office: 'both' },
        { group: '/it', roles: ['administrator'], office: 'both' },
      ]);
    });

    it.each(Object.keys(OIDC))('is taken all or none: without %s it is refused', (missing) => {
      const { [missing as keyof typeof OIDC]: _left, ...env } = OIDC;
      expect(problemsOf(env)).toEqual([missing]);
    });

    it('is asked over https only', () => {
      expect(problemsOf({ ...OIDC, OIDC_ISSUER: 'http://login.example.org' })).toEqual(['OIDC_ISSUER']);
      expect(problemsOf({ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:9000' })).toEqual([]);
    });

    it.each([
      ['avrr-be', 'entry 1 is not GROUP=ROLE@OFFICE'],
      ['a=counsellor@BE; b=king@BE', 'entry 2 names a role that does not exist'],
      ['a=counsellor@FR', 'entry 1 names an office that does not exist'],
      ['=counsellor@BE', 'entry 1 is not GROUP=ROLE@OFFICE'],
      ['a=@BE', 'entry 1 names a role that does not exist'],
      [';', 'names no group'],
    ])('says what is wrong with %j, and how it is written', (groups, expected) => {
      expect(() => loadConfig({ ...OIDC, OIDC_GROUPS: groups })).toThrow(expected);
      expect(() => loadConfig({ ...OIDC, OIDC_GROUPS: groups })).toThrow('The form is GROUP=ROLE@OFFICE');
    });
  });

  it('asks for a second step when operated, unless told otherwise', () => {
    const isRequired = (env: Record<string, string>) => loadConfig(env).staffSignIn.isSecondFactorRequired;
    expect([isRequired({}), isRequired(OPERATED)]).toEqual([false, true]);
    expect(isRequired({ STAFF_SECOND_FACTOR: 'required' })).toBe(true);
    expect(isRequired({ ...OPERATED, STAFF_SECOND_FACTOR: 'optional' })).toBe(false);
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
