import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { Card } from '#src/domain/card.ts';
import { ChatPage } from '#test/support/chatPage.ts';
import { type ChatPages, startChatPages } from '#test/support/chatPages.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { ScriptedBot, say } from '#test/support/scriptedBot.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const CARDS: Readonly<Record<string, Card>> = {
  answer: {
    kind: 'answer',
    intro: 'You asked about: x',
    title: 'A title',
    paragraphs: [[{ text: 'Call ' }, { text: '0800 32 745', href: 'tel:080032745' }, { text: '.' }]],
    source: { label: 'Source: fedasil.be', href: 'https://www.fedasil.be/' },
    notes: ['Checked on 23 November 2026'],
  },
  crisis: {
    kind: 'crisis',
    title: 'Help',
    paragraphs: [[{ text: 'Call ' }, { text: '112', href: 'tel:112' }, { text: ' now.' }]],
  },
  contacts: {
    kind: 'contacts',
    title: 'Help now',
    contacts: [{ label: 'Belgium', items: [{ label: 'Police', value: '101', href: 'tel:101' }] }],
  },
  summary: { kind: 'summary', title: 'Is this right?', rows: [{ label: 'Phone', value: '+32 470 12 34 56' }] },
  receipt: {
    kind: 'receipt',
    title: 'Sent',
    rows: [
      { label: 'Reference', value: 'RA-7K2M-94QX' },
      { label: 'Code', value: '4821 0093 7715 2046' },
    ],
  },
};

let browser: Browser;
let pages: ChatPages;
let demonstration: ChatPages;

const bot = new ScriptedBot((input, turn) => {
  const locale = turn.activity.locale ?? 'en';
  const card = CARDS[input];
  return [
    say(`echo: ${input}`, {
      locale,
      buttons: { Yes: 'choice:a=yes', 'A longer answer to choose from': 'choice:a=no' },
      ...(card ? { card } : {}),
    }),
  ];
});

beforeAll(async () => {
  browser = await launchChromium();
  pages = await startChatPages({ bot });
  demonstration = await startChatPages({ bot, isDemonstration: true });
});

afterAll(async () => {
  await browser?.close();
  await pages?.stop();
  await demonstration?.stop();
});

/** Says one of everything, and leaves one message unsent. */
async function sayEverything(chat: ChatPage): Promise<void> {
  for (const kind of Object.keys(CARDS)) {
    await chat.write(kind);
    await chat.page.locator(`.card-${kind}`).waitFor();
  }
  demonstration.network.fail(/\/activities$/, 400);
  await chat.write('unsent');
  await chat.page.locator('.state-failed').waitFor();
}

async function findViolations(chat: ChatPage): Promise<string[]> {
  await chat.page.evaluate(AXE);
  const results = await chat.page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.map(
    ({ impact, id, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

describe.each(['en', 'fr', 'ar'])('in %s', (lang) => {
  it.each(['light', 'dark'] as const)('axe finds nothing to mend, %s', async (colorScheme) => {
    const chat = await ChatPage.open(browser, demonstration.url, { lang, colorScheme });
    expect(await findViolations(chat)).toEqual([]);
    await chat.page.locator('#help summary').click();
    expect(await findViolations(chat)).toEqual([]);
    await chat.page.locator('#languages summary').click();
    expect(await findViolations(chat)).toEqual([]);
    await chat.page.keyboard.press('Escape');
    await sayEverything(chat);
    expect(await findViolations(chat)).toEqual([]);
    expect(chat.complaints.filter((text) => !text.includes('400'))).toEqual([]);
    await chat.close();
  });

  it('fits a screen of 320 pixels, also with text of double size', async () => {
    const chat = await ChatPage.open(browser, demonstration.url, { lang, viewport: { width: 320, height: 568 } });
    await sayEverything(chat);
    await chat.write(`https://example.org/${'very-long-'.repeat(12)}${'w'.repeat(80)}`);
    await chat.hears('very-long-');
    for (const size of ['100%', '200%']) {
      await chat.page.evaluate((fontSize) => {
        document.documentElement.style.fontSize = fontSize;
      }, size);
      const widths = await chat.page.evaluate(() => ({
        page: document.documentElement.scrollWidth,
        log: (document.getElementById('log')?.scrollWidth ?? 0) - (document.getElementById('log')?.clientWidth ?? 0),
      }));
      expect({ size, ...widths }).toEqual({ size, page: 320, log: 0 });
      const outside = await chat.page.evaluate(() =>
        Array.from(document.querySelectorAll('.bubble, .choice, .tool, .field, .send, .copy, .row .value'))
          .filter((element) => {
            const { left, right, width } = element.getBoundingClientRect();
            return width > 0 && (left < -0.5 || right > 320.5);
          })
          .map((element) => element.className),
      );
      expect(outside).toEqual([]);
    }
    await chat.close();
  });

  it('offers targets of at least 44 pixels', async () => {
    const chat = await ChatPage.open(browser, demonstration.url, {
      lang,
      viewport: { width: 320, height: 568 },
      hasTouch: true,
    });
    await chat.page.locator('#help summary').click();
    const inPanel = await smallTargets(chat);
    await chat.page.locator('#languages summary').click();
    const inLanguages = await smallTargets(chat);
    await chat.page.keyboard.press('Escape');
    await sayEverything(chat);
    expect([...inPanel, ...inLanguages, ...(await smallTargets(chat))]).toEqual([]);
    await chat.close();
  });
});

/** Controls that are shown and too small. Links inside a sentence are exempt (WCAG 2.5.8), except the numbers in danger. */
function smallTargets(chat: ChatPage): Promise<string[]> {
  return chat.page.evaluate(() =>
    Array.from(
      document.querySelectorAll(
        'button, summary, textarea, .tools a, .numbers a, .languages a, .call a, .card-crisis a',
      ),
    )
      .map((element) => ({ name: `${element.className} ${element.textContent}`, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 44 || box.height < 44))
      .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
  );
}

describe('by keyboard alone', () => {
  it('everything can be reached in a sensible order, and the focus is always to be seen', async () => {
    const chat = await ChatPage.open(browser, pages.url, { viewport: { width: 1280, height: 800 } });
    const stops: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      await chat.page.keyboard.press('Tab');
      const stop = await chat.page.evaluate(() => {
        const active = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(active);
        const isSeen =
          (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || active.matches('.field:focus-within *');
        return `${isSeen ? '' : 'unseen '}${active.id || active.textContent}`;
      });
      stops.push(stop.trim());
    }
    expect(stops).toEqual([
      'skip',
      'Help now',
      'human',
      'LanguageEnglish',
      'leave',
      'log',
      expect.stringContaining('112'),
      'What is voluntary return?',
      'How do I ask for it?',
      'What is IOM?',
      'Mahmood’s story',
      'All subjects',
    ]);
    await chat.close();
  });

  it('a whole conversation needs no mouse', async () => {
    const chat = await ChatPage.open(browser, pages.url, { viewport: { width: 1280, height: 800 } });
    const { keyboard } = chat.page;
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    expect(await chat.page.evaluate(() => document.activeElement?.id)).toBe('text');
    await keyboard.type('line one');
    await keyboard.press('Shift+Enter');
    await keyboard.type('line two');
    await keyboard.press('Enter');
    await chat.hears('line two');
    expect((await chat.transcript())[0]).toBe('> line one\nline two');
    // The buttons of the answer stand just before the text field, and the cursor comes back.
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    await chat.hears('echo: choice:a=no');
    expect(await chat.page.evaluate(() => document.activeElement?.id)).toBe('text');

    await chat.page.locator('#help summary').focus();
    await keyboard.press('Enter');
    await chat.page.locator('#help .panel').waitFor();
    await keyboard.press('Escape');
    expect(await chat.page.locator('#help .panel').isVisible()).toBe(false);
    expect(await chat.page.evaluate(() => document.activeElement?.textContent)).toBe('Help now');
    await chat.close();
  });
});

describe('for ears', () => {
  it('messages are announced politely, with their author and in their language', async () => {
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write('hello');
    await chat.hears('echo: hello');
    const log = chat.page.getByRole('log');
    expect(await log.getAttribute('aria-live')).toBe('polite');
    const messages = await log
      .locator('.message:not(#welcome)')
      .evaluateAll((all) => all.map((message) => message.textContent));
    expect(messages[0]).toContain('You:');
    expect(messages[1]).toContain('Assistant:');
    expect(await log.locator('.message.bot').last().getAttribute('lang')).toBe('en');
    await chat.close();
  });
});

describe('from right to left', () => {
  it('mirrors the page and keeps numbers in their order', async () => {
    const chat = await ChatPage.open(browser, pages.url, { lang: 'ar' });
    await chat.write('answer');
    await chat.page.locator('.card-answer').waitFor();
    const [own, answer] = await Promise.all(
      ['.own .bubble', '.card-answer'].map((selector) => chat.page.locator(selector).boundingBox()),
    );
    expect(own?.x ?? 999).toBeLessThan(answer?.x ?? 0);
    expect(await chat.page.locator('.card-answer a.tel').evaluate((link) => getComputedStyle(link).direction)).toBe(
      'ltr',
    );
    const leave = await chat.page.locator('#leave').boundingBox();
    const help = await chat.page.locator('#help').boundingBox();
    expect(leave?.x ?? 999).toBeLessThan(help?.x ?? 0);
    await chat.close();
  });
});
