import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Keep the browser from talking to anybody but us, and from depending on the machine. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For a machine on which everything takes ten times as long; below the limit of a test, so that the reason is seen. */
const PATIENCE_MS = 150_000;

/** A real Chromium without a window. Finds one (`CHROMIUM_PATH`, installed) or installs one; never skips. */
export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: FLAGS,
    timeout: PATIENCE_MS,
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}

/**
 * The path of a Chromium, installing it if there is none: by apt as root on Debian, else Playwright's own.
 * `npm test` asks once before the workers start: two installations at a time would be in each other's way.
 *
 * @throws {Error} if none can be found or installed.
 */
export function findChromium(): string {
  const found = locateChromium();
  if (found !== undefined) return found;
  const isDebianRoot = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (isDebianRoot) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core']);
  } else {
    run('npx', ['playwright-core', 'install', 'chromium']);
  }
  const installed = locateChromium();
  if (installed === undefined) {
    throw new Error('No Chromium was found or could be installed: install one and name it in CHROMIUM_PATH');
  }
  return installed;
}

function locateChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (!existsSync(named)) throw new Error('CHROMIUM_PATH names a file that does not exist');
    return named;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const installed = folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  const own = chromium.executablePath();
  return own && existsSync(own) ? own : undefined;
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
