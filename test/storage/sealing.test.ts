import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnreadableRecordError } from '#src/domain/errors.ts';
import { createStorage } from '#src/storage/createStorage.ts';
import { meansMark } from '#src/storage/requestIndex.ts';
import { checkKeys } from '#src/storage/sealing/checkKeys.ts';
import { createKeyring } from '#src/storage/sealing/keyring.ts';
import { loadKeyring } from '#src/storage/sealing/loadKeyring.ts';
import { rewrapKeys } from '#src/storage/sealing/rewrapKeys.ts';
import { systemClock } from '#src/systemClock.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, DATABASE_KINDS, type DatabaseMaker } from '../support/databases.ts';
import { FakeNotifier } from '../support/fakeNotifier.ts';
import { startHandoff } from '../support/handoff.ts';
import { aKeyring } from '../support/storage.ts';

const ids = createSystemIds(systemClock);

describe('a sealed value', () => {
  const keyring = aKeyring();

  it('opens to what it was, whatever that is, and never looks the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
        // Lone surrogates are no text.
        fc.pre(text.isWellFormed());
        const sealed = keyring.seal(text, context);
        expect(keyring.open(sealed, context)).toBe(text);
        expect(keyring.seal(text, context)).not.toBe(sealed);
      }),
      { numRuns: 200 },
    );
  });

  it('says its version and key, and nothing else in the clear', () => {
    expect(keyring.seal('CANARY', 'x')).toMatch(/^v1\|test\|[A-Za-z0-9+/=]+\|[A-Za-z0-9+/=]+$/);
  });

  it('does not open in another place, with another key, or with any bit changed', () => {
    const sealed = keyring.seal('secret', 'table:1:field:1');
    expect(() => keyring.open(sealed, 'table:2:field:1')).toThrow(UnreadableRecordError);
    expect(() => aKeyring().open(sealed, 'table:1:field:1')).toThrow(UnreadableRecordError);
    const parts = sealed.split('|');
    for (const part of [2, 3]) {
      const bytes = Buffer.from(parts[part] ?? '', 'base64');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const forged = parts.with(part, changed.toString('base64')).join('|');
        expect(() => keyring.open(forged, 'table:1:field:1')).toThrow(UnreadableRecordError);
      }
    }
    for (const nonsense of ['', 'v1', 'v1|test', 'v2|test|AAAA|AAAA', 'v1|gone|AAAA|AAAA', 'v1|test|AAAA|']) {
      expect(() => keyring.open(nonsense, 'x')).toThrow(UnreadableRecordError);
    }
  });
});

describe('the blind index', () => {
  it('gives one value for the spellings of one number or address, and needs its key', () => {
    const keyring = aKeyring();
    const phone = (value: string): string => meansMark(keyring, 'phone', value);
    const spellings = ['+32470999999', '+32 470 99 99 99', '0032 470/99.99.99', '+٣٢٤٧٠٩٩٩٩٩٩', '+32 (0)470 99 99 99'];
    expect(new Set(spellings.map(phone)).size).toBe(1);
    expect(phone('+32470999998')).not.toBe(phone('+32470999999'));
    expect(meansMark(keyring, 'email', ' A@B.example')).toBe(meansMark(keyring, 'email', 'a@b.example'));
    expect(meansMark(aKeyring(), 'phone', '+32470999999')).not.toBe(phone('+32470999999'));
  });
});

describe('the keys of the installation', () => {
  const directory = mkdtempSync(join(tmpdir(), 'keys-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const key = (): string => randomBytes(32).toString('base64');

  it('are made once for a demonstration, readable by nobody else', () => {
    const source = { kind: 'generated', directory: join(directory, 'demo') } as const;
    const sealed = loadKeyring({ source, ids }).seal('x', 'c');
    expect(loadKeyring({ source, ids }).open(sealed, 'c')).toBe('x');
    for (const name of ['data.key', 'index.key']) {
      expect(statSync(join(source.directory, name)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(join(source.directory, 'data.key'), 'utf8')).not.toBe(
      readFileSync(join(source.directory, 'index.key'), 'utf8'),
    );
    writeFileSync(join(source.directory, 'index.key'), 'short');
    expect(() => loadKeyring({ source, ids })).toThrow(/index\.key must hold 32 bytes/);
  });

  it('must all be there when operated: without them nothing starts', () => {
    const given = (dataKeys: string[], indexKey?: string) => () =>
      loadKeyring({ source: { kind: 'given', dataKeys, indexKey }, ids });
    expect(given([], key())).toThrow(/DATA_KEYS is missing/);
    expect(given([`a:${key()}`])).toThrow(/INDEX_KEY is missing/);
    expect(given([key()], key())).toThrow(/NAME:KEY/);
    expect(given([`a:${key()}`], 'c2hvcnQ=')).toThrow(/INDEX_KEY must hold 32 bytes/);
    const same = key();
    expect(given([`a:${same}`], same)).toThrow(/must differ/);
    expect(given([`a:${key()}`, `a:${key()}`], key())).toThrow(/same name/);
    expect(given([`b:${key()}`, `a:${key()}`], key())).not.toThrow();
  });
});

describe.each(DATABASE_KINDS)('renewing keys on %s', (kind) => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  afterAll(() => maker.end());

  it('goes on while people write, and makes the old key unnecessary', async () => {
    const [oldKey, newKey, indexKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const old = { name: 'old', key: oldKey };
    const young = { name: 'new', key: newKey };
    const { opened, clock } = await startHandoff(maker, { notifiers: [new FakeNotifier()] });
    const storageWith = (keys: (typeof old)[]) => {
      const keyring = createKeyring({ encryptionKeys: keys, indexKey, ids });
      return { keyring, ...createStorage({ db: opened.db, keyring, dataDir: opened.dataDir, clock, ids }) };
    };
    const before = storageWith([old]);
    await checkKeys(opened.db, before.keyring);
    for (let i = 0; i < 30; i += 1) {
      await before.conversationLog.open(`c${i}`, 'dl_1');
      await before.conversationLog.append(`c${i}`, { body: { text: `text ${i}` } });
      await before.stateStore.write(new Map([[`s${i}`, { data: { i }, expectedVersion: undefined }]]));
    }
    const both = storageWith([young, old]);
    const [count] = await Promise.all([
      rewrapKeys(opened.db, both.keyring),
      ...Array.from({ length: 30 }, (_, i) => both.conversationLog.append(`c${i}`, { body: { text: 'meanwhile' } })),
      ...Array.from({ length: 10 }, (_, i) =>
        both.stateStore.write(new Map([[`s${i}`, { data: { i }, expectedVersion: 1 }]])),
      ),
    ]);
    expect(count).toBeGreaterThanOrEqual(51);
    expect(await rewrapKeys(opened.db, both.keyring)).toBe(0);
    const after = storageWith([young]);
    await checkKeys(opened.db, after.keyring);
    await expect(checkKeys(opened.db, before.keyring)).rejects.toThrow(/DATA_KEYS holds no key/);
    await expect(checkKeys(opened.db, aKeyring())).rejects.toThrow(/INDEX_KEY is not the one/);
    for (let i = 0; i < 30; i += 1) {
      const texts = (await after.conversationLog.read(`c${i}`, 0)).map(({ body }) => body['text']);
      expect(texts).toEqual([`text ${i}`, 'meanwhile']);
    }
    expect((await after.stateStore.read(Array.from({ length: 30 }, (_, i) => `s${i}`))).size).toBe(30);
    const withoutOld = storageWith([old]);
    await expect(withoutOld.conversationLog.read('c0', 0)).rejects.toThrow(UnreadableRecordError);
  });
});

describe('what people wrote', () => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await createDatabaseMaker('sqlite');
  });
  afterAll(() => maker.end());

  it('does not open when its ciphertext is moved to another request', async () => {
    const { desk, opened } = await startHandoff(maker);
    const first = await desk.submit(aContactRequest({ name: 'First' }));
    const second = await desk.submit(aContactRequest({ name: 'Second' }));
    await opened.db.query(
      'update contact_request set sealed = (select sealed from contact_request where reference = $1) where reference = $2',
      [first.reference, second.reference],
    );
    const found = await desk.lookup(second.reference, second.secret ?? '');
    expect(found.kind === 'found' && found.request.name).toBeUndefined();
    // Nor if the key is moved with it.
    await opened.db.query(
      `update data_key set wrapped = (select wrapped from data_key where owner = 'contact_request:' ||
         (select id from contact_request where reference = $1))
       where owner = 'contact_request:' || (select id from contact_request where reference = $2)`,
      [first.reference, second.reference],
    );
    const again = await desk.lookup(second.reference, second.secret ?? '');
    expect(again.kind === 'found' && again.request.name).toBeUndefined();
  });
});
