import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildWeb } from '#src/web/build.ts';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the texts that a test may spoil. */
function copyLocales(): string {
  const localesDir = join(folder, 'locales');
  cpSync(join(ROOT, 'locales'), localesDir, {
    recursive: true,
    filter: (path) => !/(?:answers|phrases|facts)\.json$/.test(path),
  });
  return localesDir;
}

function changeJson(path: string, change: (content: any) => void): void {
  const content = JSON.parse(readFileSync(path, 'utf8'));
  change(content);
  writeFileSync(path, JSON.stringify(content));
}

function readTree(dir: string): Record<string, string> {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(dir, name)).isFile())
      .map((name) => [name, readFileSync(join(dir, name), 'base64')]),
  );
}

describe('building the chat page', () => {
  it('writes one page for each language and mode, with assets that may be kept for ever, and packs them all', async () => {
    const outDir = join(folder, 'web');
    await buildWeb({ rootDir: ROOT, outDir });
    const tree = readTree(outDir);
    const names = Object.keys(tree);

    expect(names).toEqual(expect.arrayContaining(['index.en.html', 'index.fr.demo.html', 'index.ar.html']));
    const page = readFileSync(join(outDir, 'index.ar.html'), 'utf8');
    const linked = [...page.matchAll(/(?:src|href|data-texts)="\/(assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(linked.length).toBeGreaterThanOrEqual(6);
    for (const name of linked) {
      expect(name).toMatch(/-[A-Z0-9]{8}\.(?:js|css|svg|json)$/);
      expect(names).toContain(name);
    }
    for (const name of names.filter(
      (candidate) => /\.(?:html|js|css|svg|json)$/.test(candidate) && !candidate.startsWith('.'),
    )) {
      const content = readFileSync(join(outDir, name));
      expect(brotliDecompressSync(readFileSync(join(outDir, `${name}.br`))).equals(content)).toBe(true);
      expect(gunzipSync(readFileSync(join(outDir, `${name}.gz`))).equals(content)).toBe(true);
    }
  });

  it('gives the same bytes for the same input', async () => {
    await buildWeb({ rootDir: ROOT, outDir: join(folder, 'one') });
    await buildWeb({ rootDir: ROOT, outDir: join(folder, 'two') });
    expect(readTree(join(folder, 'one'))).toEqual(readTree(join(folder, 'two')));
  });

  it('does nothing if nothing changed, and builds again if a text, the contacts or the exit page did', async () => {
    const options = { rootDir: ROOT, outDir: join(folder, 'web'), localesDir: copyLocales() };
    expect((await buildWeb(options)).isRebuilt).toBe(true);
    expect((await buildWeb(options)).isRebuilt).toBe(false);
    changeJson(join(options.localesDir, 'fr/web.json'), (texts) => {
      texts.top.leave = 'Sortir';
    });
    expect((await buildWeb(options)).isRebuilt).toBe(true);
    expect(readFileSync(join(options.outDir, 'index.fr.html'), 'utf8')).toContain('Sortir');
    changeJson(join(options.localesDir, 'contacts.json'), (contacts) => {
      contacts.find(({ id }: { id: string }) => id === 'policeBe').state = 'hold';
    });
    expect((await buildWeb(options)).isRebuilt).toBe(true);
    expect(readFileSync(join(options.outDir, 'index.fr.html'), 'utf8')).not.toContain('tel:101"');
    expect((await buildWeb({ ...options, exitUrl: 'https://example.org/' })).isRebuilt).toBe(true);
    expect(readFileSync(join(options.outDir, 'index.fr.html'), 'utf8')).toContain('href="https://example.org/"');
  });

  it('leaves no old files and no working folders behind', async () => {
    const options = { rootDir: ROOT, outDir: join(folder, 'web'), localesDir: copyLocales() };
    await buildWeb(options);
    const before = Object.keys(readTree(options.outDir));
    changeJson(join(options.localesDir, 'en/web.json'), (texts) => {
      texts.top.leave = 'Go';
    });
    await Promise.all([buildWeb(options), buildWeb(options)]);
    expect(Object.keys(readTree(options.outDir))).toHaveLength(before.length);
    expect(readdirSync(folder).sort()).toEqual(['locales', 'web']);
    expect(readFileSync(join(options.outDir, 'index.en.html'), 'utf8')).toContain('>Go<');
  });

  it('refuses a language that is not complete, and names what is missing', async () => {
    const localesDir = copyLocales();
    changeJson(join(localesDir, 'ar/web.json'), (texts) => {
      delete texts.message.failed;
    });
    changeJson(join(localesDir, 'fr/bot.json'), (texts) => {
      delete texts.contactLabel.emergency;
    });
    const outDir = join(folder, 'web');
    await expect(buildWeb({ rootDir: ROOT, outDir, localesDir })).rejects.toThrow(
      /locales\/fr\/bot\.json: contactLabel\.emergency\nlocales\/ar\/web\.json: message\.failed/,
    );
    rmSync(join(localesDir, 'ar/web.json'));
    await expect(buildWeb({ rootDir: ROOT, outDir, localesDir })).rejects.toThrow(
      /locales\/ar\/web\.json: the whole file/,
    );
    expect(existsSync(outDir)).toBe(false);
  });

  it('needs no text of a language that is not offered', async () => {
    const localesDir = copyLocales();
    changeJson(join(localesDir, 'manifest.json'), (manifest) => {
      manifest.languages = manifest.languages.filter(({ tag }: { tag: string }) => tag !== 'ar');
    });
    rmSync(join(localesDir, 'ar'), { recursive: true });
    const { outDir } = await buildWeb({ rootDir: ROOT, outDir: join(folder, 'web'), localesDir });
    expect(readFileSync(join(outDir, 'index.en.html'), 'utf8')).not.toContain('العربية');
  });

  it('refuses an exit page that is not https, and a page without an emergency number', async () => {
    const outDir = join(folder, 'web');
    for (const exitUrl of ['http://example.org', 'javascript:alert(1)', 'weather']) {
      await expect(buildWeb({ rootDir: ROOT, outDir, exitUrl })).rejects.toThrow(/must be an https address/);
    }
    const localesDir = copyLocales();
    changeJson(join(localesDir, 'contacts.json'), (contacts) => {
      for (const contact of contacts) contact.emergency = false;
    });
    await expect(buildWeb({ rootDir: ROOT, outDir, localesDir })).rejects.toThrow(/contacts\.json/);
  });

  it('escapes every text: a translator cannot break the page', async () => {
    const localesDir = copyLocales();
    const evil = '"><script>alert(1)</script>&amp;';
    changeJson(join(localesDir, 'en/web.json'), (texts) => {
      texts.top.leave = evil;
      texts.composer.placeholder = evil;
      texts.top.leaveKey = evil;
    });
    const { outDir } = await buildWeb({ rootDir: ROOT, outDir: join(folder, 'web'), localesDir });
    const page = readFileSync(join(outDir, 'index.en.html'), 'utf8');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;');
  });

  it('names who runs the service in every language, escaped and isolated; a demonstration names nobody', async () => {
    const options = { rootDir: ROOT, outDir: join(folder, 'web'), operatorName: 'Help <b>& Co</b> $& “X”' };
    const { outDir } = await buildWeb(options);
    const escaped = 'Help &lt;b&gt;&amp; Co&lt;/b&gt; $&amp; “X”';
    const names = readdirSync(outDir).filter((candidate) => candidate.endsWith('.html'));
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const name of names) {
      const times = readFileSync(join(outDir, name), 'utf8').split(escaped).length - 1;
      expect({ name, times }).toEqual({ name, times: name.endsWith('.demo.html') ? 0 : 1 });
    }
    expect(readFileSync(join(outDir, 'index.en.html'), 'utf8')).toContain(
      `<li>This service is run by ${escaped}.</li>`,
    );
    expect(readFileSync(join(outDir, 'index.ar.html'), 'utf8')).toContain(`\u2068${escaped}\u2069.</li>`);
  });

  it('builds again if another organisation runs the service, and says nothing if none is named', async () => {
    const options = { rootDir: ROOT, outDir: join(folder, 'web') };
    const read = (): string => readFileSync(join(options.outDir, 'index.en.html'), 'utf8');
    await buildWeb(options);
    expect(read()).not.toContain('This service is run by');
    expect((await buildWeb({ ...options, operatorName: 'One' })).isRebuilt).toBe(true);
    expect((await buildWeb({ ...options, operatorName: 'One' })).isRebuilt).toBe(false);
    expect((await buildWeb({ ...options, operatorName: 'Two' })).isRebuilt).toBe(true);
    expect(read()).toContain('This service is run by Two.');
    expect(read()).not.toContain('run by One');
  });

  it('has no script, style or handler in the page itself, so that the strictest policy holds', async () => {
    const { outDir } = await buildWeb({ rootDir: ROOT, outDir: join(folder, 'web') });
    for (const name of readdirSync(outDir).filter((candidate) => candidate.endsWith('.html'))) {
      const page = readFileSync(join(outDir, name), 'utf8');
      expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script>|<script (?!src="\/assets\/)/);
      const elsewhere = [...page.matchAll(/\s(?:src|href)="(https?:[^"]+)"/g)].map((match) => match[1]);
      expect(new Set(elsewhere)).toEqual(new Set(['https://www.meteo.be/', 'https://www.voluntaryreturn.be/']));
    }
  });
});
