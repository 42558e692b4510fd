import { join } from 'node:path';
import type { Ids } from '#src/domain/ids.ts';
import { KEY_BYTES } from './cipher.ts';
import { readOrCreateKeyFile } from './keyFile.ts';
import { createKeyring, type Keyring, type NamedKey } from './keyring.ts';

/** Where the keys come from. */
export type KeySource =
  /** Operated: `NAME:KEY` with the key in base64, newest first, and the index key in base64. */
  | { readonly kind: 'given'; readonly dataKeys: readonly string[]; readonly indexKey: string | undefined }
  /** Demonstration: files in this folder, generated if they are missing. */
  | { readonly kind: 'generated'; readonly directory: string };

const NAMED_KEY = /^([\w-]{1,20}):(.+)$/;

/** Name of the key that a demonstration generates. */
const GENERATED_NAME = 'demo';

/**
 * Loads the keys of the installation.
 * @throws {Error} that names the variable or file if a key is missing or malformed: without index key nobody starts (M-02).
 */
export function loadKeyring(options: { readonly source: KeySource; readonly ids: Ids }): Keyring {
  const { source, ids } = options;
  if (source.kind === 'generated') {
    const dataKey = readOrCreateKeyFile(join(source.directory, 'data.key'), ids);
    const indexKey = readOrCreateKeyFile(join(source.directory, 'index.key'), ids);
    return createKeyring({ encryptionKeys: [{ name: GENERATED_NAME, key: dataKey }], indexKey, ids });
  }
  if (source.dataKeys.length === 0) throw new Error('DATA_KEYS is missing: NAME:KEY, KEY = openssl rand -base64 32');
  if (!source.indexKey) throw new Error('INDEX_KEY is missing: openssl rand -base64 32, and not one of DATA_KEYS');
  return createKeyring({
    encryptionKeys: source.dataKeys.map(parseNamedKey),
    indexKey: decodeKey(source.indexKey, 'INDEX_KEY'),
    ids,
  });
}

function parseNamedKey(text: string): NamedKey {
  const [, name, key] = NAMED_KEY.exec(text.trim()) ?? [];
  if (!name || !key) throw new Error('DATA_KEYS must hold NAME:KEY pairs, KEY = openssl rand -base64 32');
  return { name, key: decodeKey(key, 'DATA_KEYS') };
}

function decodeKey(text: string, where: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${where} must hold ${KEY_BYTES} bytes in base64, not ${key.length}`);
  return key;
}
