import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '4.18.1';
const SHA512 =
  'ee3a44509ee8953eb65e6fbc7a1ec186121c5d57d4db10f8a590da781b7c2b85dc372e8affcdd4188c44f411645e61cc6788431153b3b3972b7b4ec65ae697ce';
const FOLDER = join(import.meta.dirname, '../../.cache/webchat');

/**
 * Microsoft's Web Chat, the published bundle alone: as a dependency it would bring 440 packages and 518 MB. It is fetched
 * once through the package registry, checked against its known hash, and kept in a folder Git ignores.
 *
 * @returns the script, about 4 MB.
 */
export function readWebchatBundle(): Buffer {
  const archive = join(FOLDER, `botframework-webchat-${VERSION}.tgz`);
  const script = join(FOLDER, 'package/dist/webchat.js');
  if (!existsSync(archive)) {
    mkdirSync(FOLDER, { recursive: true });
    const wanted = [`botframework-webchat@${VERSION}`, '--silent', '--ignore-scripts', '--pack-destination', FOLDER];
    execFileSync('npm', ['pack', ...wanted], { cwd: FOLDER, stdio: 'ignore' });
  }
  const hash = createHash('sha512').update(readFileSync(archive)).digest('hex');
  if (hash !== SHA512) throw new Error(`${archive} is not the published bundle: delete it and run the test again`);
  if (!existsSync(script)) execFileSync('tar', ['-xzf', archive, '-C', FOLDER, 'package/dist/webchat.js']);
  return readFileSync(script);
}
