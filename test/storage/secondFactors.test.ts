import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { SecondFactors } from '#src/domain/secondFactors.ts';
import type { StaffAccount } from '#src/domain/staff.ts';
import { createKeyring } from '#src/storage/sealing/keyring.ts';
import { rewrapKeys } from '#src/storage/sealing/rewrapKeys.ts';
import { createSecondFactors } from '#src/storage/secondFactors.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { openTestStorage, type TestStorage } from '../support/storage.ts';

const PASSWORD = 'correct horse battery';

describe.each(['sqlite', 'postgres'] as const)('one-time codes on %s', (kind) => {
  let maker: DatabaseMaker;
  let storage: TestStorage;
  let factors: SecondFactors;
  let amal: StaffAccount;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    storage = await openTestStorage(maker);
    factors = storage.secondFactors;
    amal = await storage.staffDirectory.add({
      login: 'amal@iom.example',
      displayName: 'Amal',
      roles: ['counsellor'],
      office: 'BE',
      password: PASSWORD,
    });
  });
  afterAll(() => maker.end());

  /** The code that the member's phone shows, `steps` half minutes from now. */
  const codeOf = (secret: string, steps = 0): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: storage.clock.now() + steps * 30_000 });

  async function enrol(): Promise<{ secret: string; recoveryCodes: readonly string[] }> {
    const { token } = await factors.begin(amal.id);
    const step = await factors.find(token);
    if (step?.kind !== 'enrol') throw new Error('No enrolment was offered');
    const result = await factors.answer(token, codeOf(step.secret));
    if (result.kind !== 'accepted') throw new Error(`The first code was ${result.kind}`);
    await storage.clock.advance({ seconds: 30 });
    return { secret: step.secret, recoveryCodes: result.recoveryCodes };
  }

  async function answer(code: string): Promise<string> {
    const { token } = await factors.begin(amal.id);
    return (await factors.answer(token, code)).kind;
  }

  const actions = async (): Promise<readonly string[]> =>
    (await storage.auditDesk.list({})).map(({ action, detail }) => `${action} ${detail}`);

  it('are set up with a secret that an app understands', async () => {
    const { token } = await factors.begin(amal.id);
    const step = await factors.find(token);
    expect(step).toMatchObject({ kind: 'enrol', member: { hasSecondFactor: false } });
    if (step?.kind !== 'enrol') return;
    expect(step.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(step.uri).toBe(
      `otpauth://totp/Return%20Assistant:amal%40iom.example?issuer=Return%20Assistant&secret=${step.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect(await factors.answer(token, '000000')).toEqual({ kind: 'rejected' });
    expect(await factors.answer(token, codeOf(step.secret))).toMatchObject({ kind: 'accepted', through: 'code' });
    expect((await storage.staffDirectory.find(amal.id))?.hasSecondFactor).toBe(true);
    expect(await actions()).toContain('staff.secondFactorSet {}');
  });

  it('belong to one sign-in while they are set up: another one gets another secret', async () => {
    const secrets = [];
    for (let i = 0; i < 2; i += 1) {
      const step = await factors.find((await factors.begin(amal.id)).token);
      secrets.push(step?.kind === 'enrol' ? step.secret : undefined);
    }
    expect(secrets[0]).not.toBe(secrets[1]);
  });

  it('are taken once, half a minute early or late, and no further', async () => {
    const { secret } = await enrol();
    await storage.clock.advance({ minutes: 5 });
    expect(await answer(codeOf(secret, -2))).toBe('rejected');
    expect(await answer(codeOf(secret, 2))).toBe('rejected');
    expect(await answer(codeOf(secret, -1))).toBe('accepted');
    expect(await answer(codeOf(secret, -1))).toBe('rejected');
    expect(await answer(codeOf(secret, 1))).toBe('accepted');
    // Older than one that was used: whoever looked over the shoulder may have kept it.
    expect(await answer(codeOf(secret))).toBe('rejected');
  });

  it('that set up the app are used up by it', async () => {
    const { token } = await factors.begin(amal.id);
    const step = await factors.find(token);
    if (step?.kind !== 'enrol') throw new Error('No enrolment was offered');
    const code = codeOf(step.secret);
    await factors.answer(token, code);
    expect(await answer(code)).toBe('rejected');
  });

  it('open once when two sign-ins bring the same code at the same time', async () => {
    const { secret } = await enrol();
    const tokens = await Promise.all([factors.begin(amal.id), factors.begin(amal.id), factors.begin(amal.id)]);
    const code = codeOf(secret);
    const results = await Promise.all(tokens.map(({ token }) => factors.answer(token, code)));
    expect(results.map(({ kind }) => kind).sort()).toEqual(['accepted', 'rejected', 'rejected']);
  });

  it('lock after five wrong ones, however many sign-ins they are spread over', async () => {
    const { secret } = await enrol();
    const kinds: string[] = [];
    for (let i = 0; i < 7; i += 1) kinds.push(await answer('000000'));
    expect(kinds).toEqual([...Array<string>(5).fill('rejected'), 'locked', 'locked']);
    expect(await answer(codeOf(secret))).toBe('locked');
    expect((await actions()).filter((line) => line.startsWith('staff.locked'))).toEqual([
      'staff.locked {"step":"secondFactor"}',
    ]);
    await storage.clock.advance({ minutes: 16 });
    expect(await answer(codeOf(secret))).toBe('accepted');
  });

  it('end with the step: after ten minutes, when used, when the account or its password changes', async () => {
    const { secret } = await enrol();
    const open = async (): Promise<string> => (await factors.begin(amal.id)).token;
    const late = await open();
    await storage.clock.advance({ minutes: 10 });
    expect(await factors.find(late)).toBeUndefined();
    expect(await factors.answer(late, codeOf(secret))).toEqual({ kind: 'ended' });
    const used = await open();
    await factors.answer(used, codeOf(secret));
    expect(await factors.answer(used, codeOf(secret, 1))).toEqual({ kind: 'ended' });
    for (const change of [
      () => storage.staffDirectory.resetPassword(amal.login, 'another long password'),
      () => storage.staffSessions.endAll(amal.id),
      () => storage.staffDirectory.disable(amal.login),
    ]) {
      const token = await open();
      await change();
      expect(await factors.find(token)).toBeUndefined();
    }
  });

  it('can be replaced by a recovery code, each of ten once, typed in any way', async () => {
    const { recoveryCodes } = await enrol();
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const [first = '', second = ''] = recoveryCodes;
    expect(await answer(first)).toBe('accepted');
    expect(await answer(first)).toBe('rejected');
    const { token } = await factors.begin(amal.id);
    const typed = ` ${second.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
    expect(await factors.answer(token, typed)).toMatchObject({ kind: 'accepted', through: 'recoveryCode' });
  });

  it('are somebody else’s for nobody', async () => {
    const { recoveryCodes } = await enrol();
    const other = await storage.staffDirectory.add({ ...amal, login: 'bob@iom.example', password: PASSWORD });
    const { token } = await factors.begin(other.id);
    const step = await factors.find(token);
    if (step?.kind === 'enrol') await factors.answer(token, codeOf(step.secret));
    expect((await factors.answer((await factors.begin(other.id)).token, recoveryCodes[0] ?? '')).kind).toBe('rejected');
  });

  it('are forgotten when an administrator resets them, which signs out', async () => {
    const { secret, recoveryCodes } = await enrol();
    const { token } = await storage.staffSessions.start(amal.id, { through: 'code' });
    for (let i = 0; i < 6; i += 1) await answer('000000');
    expect(await factors.reset(' Amal@IOM.example')).toBe(true);
    expect(await factors.reset('nobody@iom.example')).toBe(false);
    expect(await storage.staffSessions.find(token)).toBeUndefined();
    const step = await factors.find((await factors.begin(amal.id)).token);
    expect(step?.kind).toBe('enrol');
    expect(step?.kind === 'enrol' && step.secret).not.toBe(secret);
    expect(await answer(recoveryCodes[1] ?? '')).toBe('rejected');
    expect(await actions()).toContain('staff.secondFactorReset {}');
  });

  it('leave no secret, token or recovery code in the database', async () => {
    const { secret, recoveryCodes } = await enrol();
    const { token } = await factors.begin(amal.id);
    const step = await factors.find(token);
    const stored: unknown[] = [];
    for (const table of ['staff_factor', 'staff_recovery_code', 'staff_second_step', 'audit']) {
      stored.push(...(await storage.opened.db.query(`select * from ${table}`)).rows);
    }
    const text = JSON.stringify(stored);
    expect(stored.length).toBeGreaterThan(12);
    for (const planted of [secret, token, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))]) {
      expect(text).not.toContain(planted);
    }
    expect(step?.kind).toBe('code');
  });

  it('survive a change of keys', async () => {
    const ids = createSystemIds(storage.clock);
    const [old, fresh] = [
      { name: 'old', key: ids.bytes(32) },
      { name: 'new', key: ids.bytes(32) },
    ];
    const indexKey = ids.bytes(32);
    const build = (encryptionKeys: readonly { name: string; key: Uint8Array }[]): SecondFactors =>
      createSecondFactors({
        db: storage.opened.db,
        keyring: createKeyring({ encryptionKeys, indexKey, ids }),
        clock: storage.clock,
        ids,
        administrator: { kind: 'commandLine' },
      });
    factors = build([old]);
    const { secret } = await enrol();
    expect(await rewrapKeys(storage.opened.db, createKeyring({ encryptionKeys: [fresh, old], indexKey, ids }))).toBe(1);
    factors = build([fresh]);
    expect(await answer(codeOf(secret))).toBe('accepted');
  });
});
