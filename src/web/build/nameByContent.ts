import { createHash } from 'node:crypto';
import type { WebFile } from './compressFile.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Names an asset by its content, as bundlers do (`assets/chat-5XKZ3QJA.js`): the server knows such names as files that
 * browsers may keep for ever.
 */
export function nameByContent(stem: string, extension: string, content: string): WebFile {
  const digest = createHash('sha256').update(content).digest();
  const hash = Array.from(digest.subarray(0, 8), (byte) => LETTERS[byte % LETTERS.length]).join('');
  return { path: `${stem}-${hash}.${extension}`, content };
}
