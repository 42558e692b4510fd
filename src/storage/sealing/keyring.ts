import { createHmac, hkdfSync } from 'node:crypto';
import { UnreadableRecordError } from '#src/domain/errors.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { BlindIndex, Sealer } from '#src/domain/sealing.ts';
import { decrypt, encrypt, KEY_BYTES } from './cipher.ts';

const VERSION = 'v1';

/** A fresh data key: `sealer` uses it now, `wrapped` is what the database keeps of it. */
interface NewDataKey {
  readonly wrapped: string;
  readonly sealer: Sealer;
}

/**
 * The keys of the installation. Key-encryption keys wrap data keys (the newest writes, all read); the index root makes
 * keyed hashes. Both come from outside the database: whoever has the database alone reads nothing.
 */
export interface Keyring extends Sealer, BlindIndex {
  /** Id of the key that writes. */
  readonly newestKeyId: string;
  newDataKey(context: string): NewDataKey;
  /** @throws {UnreadableRecordError} */
  openDataKey(wrapped: string, context: string): Sealer;
  /** Wraps a data key, or the data key inside a sealed value, with the newest key; content is not touched. */
  rewrap(sealed: string, context: string): string;
  /** Keyed hash that lets two values be compared without keeping them: references, logins. */
  mark(purpose: string, value: string): string;
}

/** A key of 32 bytes with the name that sealed values carry: letters, digits, dash, underscore. */
export interface NamedKey {
  readonly name: string;
  readonly key: Uint8Array;
}

export interface KeyringOptions {
  /** Key-encryption keys, newest first. */
  readonly encryptionKeys: readonly NamedKey[];
  /** Root of all keyed hashes, 32 bytes. Losing or changing it makes look-ups miss what was stored before. */
  readonly indexKey: Uint8Array;
  readonly ids: Ids;
}

/**
 * Builds the keyring. A sealed value reads `v1|key id|wrapped data key|content`, a wrapped data key
 * `v1|key id|wrapped data key`, a value under an opened data key `v1|content`.
 * @throws {Error} if a key is missing or has not 32 bytes.
 */
export function createKeyring({ encryptionKeys, indexKey, ids }: KeyringOptions): Keyring {
  const newest = encryptionKeys[0];
  if (!newest) throw new Error('At least one encryption key is needed');
  checkKeys(encryptionKeys, indexKey);
  const byName = new Map(encryptionKeys.map(({ name, key }) => [name, key]));

  function wrap(dataKey: Uint8Array, context: string): string {
    const wrapped = encrypt((newest as NamedKey).key, dataKey, `key:${context}`, ids);
    return `${VERSION}|${(newest as NamedKey).name}|${wrapped.toString('base64')}`;
  }

  function unwrap(wrapped: string, context: string): Buffer {
    const [version, name, content] = wrapped.split('|');
    const key = byName.get(name ?? '');
    if (version !== VERSION || !key || !content) throw new UnreadableRecordError();
    return decrypt(key, Buffer.from(content, 'base64'), `key:${context}`);
  }

  return {
    newestKeyId: newest.name,
    newDataKey(context) {
      const dataKey = ids.bytes(KEY_BYTES);
      return { wrapped: wrap(dataKey, context), sealer: createSealer(dataKey, ids) };
    },
    openDataKey: (wrapped, context) => createSealer(unwrap(wrapped, context), ids),
    seal(plaintext, context) {
      const dataKey = ids.bytes(KEY_BYTES);
      const content = encrypt(dataKey, Buffer.from(plaintext), context, ids);
      return `${wrap(dataKey, context)}|${content.toString('base64')}`;
    },
    open(sealed, context) {
      const { wrapped, content } = splitSealed(sealed);
      if (content === undefined) throw new UnreadableRecordError();
      return decrypt(unwrap(wrapped, context), Buffer.from(content, 'base64'), context).toString();
    },
    rewrap(sealed, context) {
      const { wrapped, content } = splitSealed(sealed);
      const renewed = wrap(unwrap(wrapped, context), context);
      return content === undefined ? renewed : `${renewed}|${content}`;
    },
    of: (kind, normalised) => keyedHash(indexKey, `index:${kind}`, normalised),
    mark: (purpose, value) => keyedHash(indexKey, `mark:${purpose}`, value),
  };
}

function checkKeys(encryptionKeys: readonly NamedKey[], indexKey: Uint8Array): void {
  for (const key of [...encryptionKeys.map((named) => named.key), indexKey]) {
    if (key.length !== KEY_BYTES) throw new Error(`Encryption and index keys must have ${KEY_BYTES} bytes`);
  }
  if (new Set(encryptionKeys.map(({ name }) => name)).size < encryptionKeys.length) {
    throw new Error('Two encryption keys have the same name');
  }
  if (encryptionKeys.some(({ key }) => Buffer.from(key).equals(indexKey))) {
    throw new Error('The index key must differ from the encryption keys');
  }
}

function createSealer(dataKey: Uint8Array, ids: Ids): Sealer {
  return {
    seal(plaintext, context) {
      return `${VERSION}|${encrypt(dataKey, Buffer.from(plaintext), context, ids).toString('base64')}`;
    },
    open(sealed, context) {
      const [version, content] = sealed.split('|');
      if (version !== VERSION || !content) throw new UnreadableRecordError();
      return decrypt(dataKey, Buffer.from(content, 'base64'), context).toString();
    },
  };
}

function splitSealed(sealed: string): { readonly wrapped: string; readonly content: string | undefined } {
  const [version, id, key, content] = sealed.split('|');
  return { wrapped: `${version}|${id}|${key}`, content };
}

/** 128 bits of HMAC-SHA-256 under a key of its own per purpose. */
function keyedHash(root: Uint8Array, purpose: string, value: string): string {
  const key = Buffer.from(hkdfSync('sha256', root, '', `return-assistant ${purpose}`, KEY_BYTES));
  return createHmac('sha256', key).update(value).digest('hex').slice(0, 32);
}
