import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePage, CHAT_SOURCES, CONSOLE_SOURCES } from './build/bundlePage.ts';
import { compressFile, type WebFile } from './build/compressFile.ts';
import { hashInputs } from './build/hashInputs.ts';
import { nameByContent } from './build/nameByContent.ts';
import { pickScriptTexts } from './build/pickScriptTexts.ts';
import { readPageContacts } from './build/readPageContacts.ts';
import { readPageLanguages } from './build/readPageLanguages.ts';
import { renderChatPage } from './build/renderChatPage.ts';
import { replaceFolder } from './build/replaceFolder.ts';

export interface WebBuildOptions {
  /** The project's folder: `src/web` and `locales` lie below. */
  readonly rootDir: string;
  /** Where the pages go, usually `dist/web`. The folder is replaced as a whole. */
  readonly outDir: string;
  /** Default: `locales` below `rootDir`. */
  readonly localesDir?: string;
  /** The neutral page that “Leave now” opens. An https address that says nothing about the person. */
  readonly exitUrl?: string;
  /** Who runs the service: people must be told. Shown in the welcome of the operated pages, not of the demonstration. */
  readonly operatorName?: string;
}

export interface WebBuild {
  readonly outDir: string;
  /** False if everything was up to date and nothing was written. */
  readonly isRebuilt: boolean;
}

/** The weather, from the public institute of Belgium: known, dull, and in four languages. */
export const DEFAULT_EXIT_URL = 'https://www.meteo.be/';

// The dot keeps it from being served.
const STAMP = '.build.json';

/**
 * Builds the chat page: `index.<tag>.html` and `index.<tag>.demo.html` (demonstration) for every offered language, and
 * their `assets/` (with those of the staff page, whose HTML the server draws), named by content and compressed beforehand
 * (`.br`, `.gz`). The same input gives the same bytes.
 * Skips everything if no input has changed since the last build.
 *
 * @throws {Error} if a language lacks a text (the message names file and keys), or the exit address is not https.
 */
export async function buildWeb(options: WebBuildOptions): Promise<WebBuild> {
  const { rootDir, outDir, operatorName } = options;
  const localesDir = options.localesDir ?? join(rootDir, 'locales');
  const exitUrl = readExitUrl(options.exitUrl ?? DEFAULT_EXIT_URL);

  const inputHash = hashInputs(rootDir, localesDir, [exitUrl, operatorName ?? '']);
  if (readStamp(outDir) === inputHash) return { outDir, isRebuilt: false };

  const contacts = readPageContacts(localesDir);
  const languages = readPageLanguages(localesDir, contacts);
  const [bundle, consoleBundle] = await Promise.all([
    bundlePage(rootDir, CHAT_SOURCES),
    bundlePage(rootDir, CONSOLE_SOURCES),
  ]);
  const script = nameByContent('assets/chat', 'js', bundle.script);
  const style = nameByContent('assets/chat', 'css', bundle.style);
  const consoleScript = nameByContent('assets/console', 'js', consoleBundle.script);
  const consoleStyle = nameByContent('assets/console', 'css', consoleBundle.style);
  const icon = nameByContent('assets/icon', 'svg', readFileSync(join(rootDir, 'src/web/chat/icon.svg'), 'utf8').trim());
  const texts = languages.map(({ tag, texts }) =>
    nameByContent(`assets/texts.${tag}`, 'json', JSON.stringify(pickScriptTexts(texts))),
  );

  const pages = languages.flatMap((language) =>
    [false, true].map((isDemonstration) => ({
      path: `index.${language.tag}${isDemonstration ? '.demo' : ''}.html`,
      content: renderChatPage({
        language,
        languages: languages.map((other, i) => ({ ...other, textsPath: `/${texts[i]?.path}` })),
        contacts,
        assets: { script: `/${script.path}`, style: `/${style.path}`, icon: `/${icon.path}` },
        isDemonstration,
        exitUrl,
        ...(operatorName === undefined ? {} : { operatorName }),
      }),
    })),
  );

  const files: WebFile[] = [script, style, consoleScript, consoleStyle, icon, ...texts, ...pages];
  const built = (await Promise.all(files.map(compressFile))).flat();
  replaceFolder(outDir, [...built, { path: STAMP, content: Buffer.from(`${JSON.stringify({ inputHash })}\n`) }]);
  return { outDir, isRebuilt: true };
}

function readStamp(outDir: string): string | undefined {
  const path = join(outDir, STAMP);
  if (!existsSync(path)) return undefined;
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { inputHash?: string }).inputHash;
  } catch {
    return undefined; // A half-written stamp: build again.
  }
}

function readExitUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'https:') {
    throw new Error(`The page that “Leave now” opens must be an https address, such as ${DEFAULT_EXIT_URL}`);
  }
  return url.href;
}
