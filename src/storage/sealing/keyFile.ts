import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Ids } from '#src/domain/ids.ts';
import { KEY_BYTES } from './cipher.ts';

/**
 * Reads a key of 32 bytes from a file (base64), or makes one (mode 0600, folder 0700): the keys of a demonstration.
 * @throws {Error} if the file holds something else.
 */
export function readOrCreateKeyFile(file: string, ids: Ids): Uint8Array {
  const text = readIfThere(file) ?? createKeyFile(file, ids);
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${file} must hold ${KEY_BYTES} bytes in base64, not ${key.length}`);
  return key;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function createKeyFile(file: string, ids: Ids): string {
  const directory = dirname(file);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const line = `${Buffer.from(ids.bytes(KEY_BYTES)).toString('base64')}\n`;
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, line);
    // Synced, with its folder: what is sealed under a key that a power cut takes away is lost.
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  const folder = openSync(directory, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return line;
}
