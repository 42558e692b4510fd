import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Takes a picture for the guides. `UPDATE_IMAGES=1` puts it into `docs/images`; every other run throws it into a folder
 * Git ignores, so that the pictures are always taken and never change by themselves.
 */
export async function takeDocImage(page: Page, name: string): Promise<void> {
  const folder = join(ROOT, process.env['UPDATE_IMAGES'] === '1' ? 'docs/images' : '.cache/images');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
