import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StaffMember } from '#src/domain/staff.ts';
import type { StaffDirectory } from '#src/domain/staffDirectory.ts';
import type { StaffSessions } from '#src/domain/staffSessions.ts';
import { createArgon2Hasher, PASSWORD_COST } from '#src/storage/argon2Hasher.ts';
import { createStaffDirectory } from '#src/storage/staffDirectory.ts';
import { createStaffSessions } from '#src/storage/staffSessions.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { CHEAP_COST } from '../support/handoff.ts';
import { openTestStorage, type TestStorage } from '../support/storage.ts';

const PASSWORD = 'correct horse battery';
const BY_PASSWORD = { through: 'password' } as const;

describe.each(['sqlite', 'postgres'] as const)('staff on %s', (kind) => {
  let maker: DatabaseMaker;
  let storage: TestStorage;
  let directory: StaffDirectory;
  let sessions: StaffSessions;
  let amal: StaffMember;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    storage = await openTestStorage(maker);
    const { clock, keyring, opened } = storage;
    const ids = createSystemIds(clock);
    const hasher = createArgon2Hasher(CHEAP_COST, ids);
    directory = createStaffDirectory({
      db: opened.db,
      keyring,
      hasher,
      clock,
      ids,
      administrator: { kind: 'commandLine' },
    });
    sessions = createStaffSessions({ db: opened.db, keyring, directory, clock, ids });
    amal = await directory.add({
      login: ' Amal@IOM.example ',
      displayName: 'Amal',
      roles: ['counsellor', 'lead'],
      office: 'BE',
      password: PASSWORD,
    });
  });
  afterAll(() => maker.end());

  const actions = async (): Promise<string[]> =>
    (await storage.auditDesk.list({})).map(({ actor, action }) => `${actor} ${action}`);

  describe('accounts', () => {
    it('let a member in by login, however it is typed, and password', async () => {
      const result = await directory.signIn('AMAL@iom.example', PASSWORD);
      expect(result).toEqual({ kind: 'accepted', member: amal });
      expect(amal).toMatchObject({ login: 'amal@iom.example', roles: ['counsellor', 'lead'], office: 'BE' });
      expect(await directory.find(amal.id)).toEqual(amal);
      expect(await directory.findByLogin('amal@iom.EXAMPLE')).toEqual(amal);
      await sessions.start(amal.id, BY_PASSWORD);
      expect(await actions()).toEqual([`staff:${amal.id} staff.signedIn`, 'commandLine staff.added']);
    });

    it('answer a wrong password, an unknown login and a disabled account alike', async () => {
      await directory.add({
        login: 'old@iom.example',
        displayName: '',
        roles: ['lead'],
        office: 'LU',
        password: PASSWORD,
      });
      await directory.disable('old@iom.example');
      for (const [login, password] of [
        ['amal@iom.example', 'wrong password here'],
        ['nobody@iom.example', PASSWORD],
        ['old@iom.example', PASSWORD],
      ] as const) {
        expect(await directory.signIn(login, password)).toEqual({ kind: 'rejected' });
      }
    });

    it('lock a login, known or not, for 15 minutes after five failures', async () => {
      for (const login of ['amal@iom.example', 'nobody@iom.example']) {
        const kinds: string[] = [];
        for (let i = 0; i < 7; i += 1) kinds.push((await directory.signIn(login, 'wrong')).kind);
        expect(kinds).toEqual([...Array<string>(5).fill('rejected'), 'locked', 'locked']);
      }
      expect((await directory.signIn('amal@iom.example', PASSWORD)).kind).toBe('locked');
      await storage.clock.advance({ minutes: 16 });
      expect((await directory.signIn('amal@iom.example', PASSWORD)).kind).toBe('accepted');
    });

    it('are refused if they are not well described', async () => {
      const base = {
        login: 'x@iom.example',
        displayName: '',
        roles: ['lead'],
        office: 'BE',
        password: PASSWORD,
      } as const;
      await expect(directory.add({ ...base, login: 'amal@iom.example' })).rejects.toMatchObject({
        code: 'login_taken',
      });
      await expect(directory.add({ ...base, login: '<b>' })).rejects.toMatchObject({ code: 'login_invalid' });
      await expect(directory.add({ ...base, password: 'x'.repeat(14) })).rejects.toMatchObject({
        code: 'password_too_short',
      });
      await expect(directory.add({ ...base, password: 'x'.repeat(257) })).rejects.toMatchObject({
        code: 'password_too_long',
      });
      await expect(directory.add({ ...base, roles: [] })).rejects.toMatchObject({ code: 'role_missing' });
      expect(await directory.list()).toHaveLength(1);
    });

    it('get a new password, which frees and signs out', async () => {
      const { token } = await sessions.start(amal.id, BY_PASSWORD);
      for (let i = 0; i < 6; i += 1) await directory.signIn(amal.login, 'wrong');
      expect(await directory.resetPassword(amal.login, 'another long password')).toBe(true);
      expect(await sessions.find(token)).toBeUndefined();
      expect((await directory.signIn(amal.login, PASSWORD)).kind).toBe('rejected');
      expect((await directory.signIn(amal.login, 'another long password')).kind).toBe('accepted');
      expect(await directory.resetPassword('nobody@iom.example', PASSWORD)).toBe(false);
      expect(await directory.disable('nobody@iom.example')).toBe(false);
    });

    it('keep nothing of a password but an argon2id hash of full cost', async () => {
      const hash = await createArgon2Hasher(PASSWORD_COST, createSystemIds(storage.clock)).hash(PASSWORD);
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
      const cheap = createArgon2Hasher(CHEAP_COST, createSystemIds(storage.clock));
      expect(await cheap.verify(PASSWORD, hash)).toBe(true);
      expect(await cheap.verify(`${PASSWORD} `, hash)).toBe(false);
      expect(await cheap.verify(PASSWORD, undefined)).toBe(false);
    });
  });

  describe('sessions', () => {
    it('last while they are used, 15 minutes idle and 8 hours at most', async () => {
      const { token, csrfSecret, endsAt } = await sessions.start(amal.id, BY_PASSWORD);
      expect(endsAt - storage.clock.now()).toBe(8 * 3_600_000);
      expect(await sessions.find(token)).toMatchObject({ member: amal, csrfSecret });
      for (let i = 0; i < 33; i += 1) {
        await storage.clock.advance({ minutes: 14 });
        expect(await sessions.find(token)).toBeDefined();
      }
      await storage.clock.advance({ minutes: 14 });
      await storage.clock.advance({ minutes: 14 });
      expect(await sessions.find(token)).toBeUndefined();
    });

    it('end after 15 idle minutes, looking on does not count as use', async () => {
      const { token } = await sessions.start(amal.id, BY_PASSWORD);
      await storage.clock.advance({ minutes: 10 });
      expect(await sessions.peek(token)).toMatchObject({ member: amal });
      await storage.clock.advance({ minutes: 6 });
      expect(await sessions.peek(token)).toBeUndefined();
      expect(await sessions.find(token)).toBeUndefined();
    });

    it('end at 8 hours however much they are used', async () => {
      const { token } = await sessions.start(amal.id, BY_PASSWORD);
      for (let i = 0; i < 48; i += 1) {
        await storage.clock.advance({ minutes: 10 });
        if (i < 47) expect(await sessions.find(token)).toBeDefined();
      }
      expect(await sessions.find(token)).toBeUndefined();
    });

    it('end by signing out, everywhere, and by disabling the account', async () => {
      const tokens = [];
      for (let i = 0; i < 4; i += 1) tokens.push((await sessions.start(amal.id, BY_PASSWORD)).token);
      const [a = '', b = '', c = ''] = tokens;
      await sessions.end(a);
      expect(await sessions.find(a)).toBeUndefined();
      expect(await sessions.find(b)).toBeDefined();
      await sessions.endAll(amal.id);
      expect(await sessions.find(b)).toBeUndefined();
      const { token } = await sessions.start(amal.id, BY_PASSWORD);
      await directory.disable(amal.login);
      expect(await sessions.find(token)).toBeUndefined();
      expect(await sessions.find(c)).toBeUndefined();
      expect((await actions()).filter((line) => line.includes('signedOut'))).toHaveLength(1);
    });

    it('are stored as a hash only', async () => {
      const { token, csrfSecret } = await sessions.start(amal.id, BY_PASSWORD);
      const { rows } = await storage.opened.db.query('select * from staff_session');
      expect(JSON.stringify(rows)).not.toContain(token);
      expect(JSON.stringify(rows)).not.toContain(csrfSecret);
      expect(csrfSecret).not.toBe(token);
    });
  });
});
