import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Card } from '#src/domain/card.ts';
import { ChatPage } from '#test/support/chatPage.ts';
import { type ChatPages, startChatPages } from '#test/support/chatPages.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { ScriptedBot, say } from '#test/support/scriptedBot.ts';
import { waitFor } from '#test/support/waitFor.ts';

let browser: Browser;
let pages: ChatPages;
const bot = new ScriptedBot();

beforeAll(async () => {
  browser = await launchChromium();
  pages = await startChatPages({ bot });
});

beforeEach(() => {
  bot.script = () => undefined;
  bot.heard.length = 0;
});

afterAll(async () => {
  await browser?.close();
  await pages?.stop();
});

describe('a conversation', () => {
  it('starts with the first message, in one call, and goes on over the stream', async () => {
    const chat = await ChatPage.open(browser, pages.url);
    const before = pages.network.count('POST', /^\/chat\/start$/);
    await chat.write('Hello');
    await chat.hears('echo: Hello');
    await chat.write('And\nthen?');
    await chat.hears('echo: And then?'.replace(' then', '\nthen'));

    expect(pages.network.count('POST', /^\/chat\/start$/)).toBe(before + 1);
    expect(await chat.transcript()).toEqual(['> Hello', '< echo: Hello', '> And\nthen?', '< echo: And\nthen?']);
    expect(Object.keys(await chat.storage())).toEqual(['chat']);
    expect(JSON.stringify(await chat.storage())).not.toContain('Hello');
    expect(await chat.context.cookies()).toEqual([]);
    expect(chat.complaints).toEqual([]);
    await chat.close();
  });

  it('sends the command of a button and shows its title; buttons stand under the last message only', async () => {
    bot.script = (input) => [
      say(`you chose ${input}`, { buttons: { Belgium: 'country.set:BE', Luxembourg: 'country.set:LU' } }),
    ];
    const chat = await ChatPage.open(browser, pages.url);
    await chat.tap('What is IOM?');
    await chat.hears('topic.show:iom-what-is');
    expect(await chat.buttons()).toEqual(['Belgium', 'Luxembourg']);
    await chat.tap('Luxembourg');
    await chat.hears('country.set:LU');

    expect(bot.heard).toEqual(['topic.show:iom-what-is', 'country.set:LU']);
    expect((await chat.transcript()).filter((line) => line.startsWith('>'))).toEqual([
      '> What is IOM?',
      '> Luxembourg',
    ]);
    expect(await chat.page.locator('.choices').count()).toBe(1);

    bot.script = () => [say('no more choices')];
    await chat.write('thanks');
    await chat.hears('no more choices');
    expect(await chat.page.locator('.choice').count()).toBe(0);
    await chat.close();
  });

  it('asks for a person with one tap, also as the very first thing', async () => {
    const chat = await ChatPage.open(browser, pages.url);
    await chat.page.click('#human');
    await chat.hears('echo: human.ask');
    expect(await chat.transcript()).toEqual(['> Talk to a person', '< echo: human.ask']);
    await chat.close();
  });

  it('shows cards: words, tappable numbers, source beside the chat, small print', async () => {
    const card: Card = {
      kind: 'answer',
      intro: 'You asked about: Money',
      title: 'What does it cost?',
      paragraphs: [[{ text: 'Call ' }, { text: '0800 32 745', href: 'tel:080032745' }, { text: ', it is free.' }]],
      source: { label: 'Source: fedasil.be (undated)', href: 'https://www.fedasil.be/' },
      notes: ['Checked on 23 November 2026'],
    };
    bot.script = () => [say('plain', { card })];
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write('cost');
    await chat.hears('What does it cost?');

    const bubble = chat.page.locator('.message.bot').last();
    expect(await bubble.locator('a.tel').getAttribute('href')).toBe('tel:080032745');
    expect(await bubble.locator('a.tel').getAttribute('dir')).toBe('ltr');
    const source = bubble.locator('a', { hasText: 'fedasil.be' });
    expect(await source.getAttribute('target')).toBe('_blank');
    expect(await source.getAttribute('rel')).toContain('noopener');
    expect(await bubble.textContent()).toContain('Checked on 23 November 2026');
    expect(await bubble.textContent()).not.toContain('plain');
    await chat.close();
  });

  it('never makes HTML or a strange link out of a message', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    bot.script = () => [
      say(evil),
      say(evil, {
        card: {
          kind: 'answer',
          title: evil,
          paragraphs: [
            [
              { text: 'click', href: 'javascript:alert(1)' },
              { text: 'http', href: 'http://insecure.example' },
            ],
          ],
        },
      }),
    ];
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write(evil);
    await chat.hears('click');
    expect(await chat.page.locator('.message img').count()).toBe(0);
    expect(await chat.page.locator('.message.bot:not(#welcome) a').count()).toBe(0);
    expect((await chat.transcript())[0]).toBe(`> ${evil}`);
    expect(chat.complaints).toEqual([]);
    await chat.close();
  });

  it('shows reference and code large, in their own order, and copies them', async () => {
    bot.script = () => [
      say('sent', {
        locale: 'ar',
        card: { kind: 'receipt', title: 'تم', rows: [{ label: 'المرجع', value: '\u2066RA-7K2M-94QX\u2069' }] },
      }),
    ];
    const chat = await ChatPage.open(browser, pages.url, {
      lang: 'ar',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await chat.write('x');
    const value = chat.page.locator('.card-receipt .value');
    await value.waitFor();
    expect(await value.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    expect(
      await value.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    ).toBeGreaterThanOrEqual(16);
    await chat.page.locator('.copy').click();
    await chat.waitForText('.copy', 'تم النسخ');
    expect(await chat.page.evaluate(() => navigator.clipboard.readText())).toBe('RA-7K2M-94QX');
    await chat.close();
  });

  it('makes the numbers in plain sentences tappable, if the page knows them', async () => {
    bot.script = () => [say('Call \u2066112\u2069. Reference \u2066RA-1\u2069.')];
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write('x');
    await chat.hears('Reference');
    const links = chat.page.locator('.message.bot:not(#welcome) a');
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual(['tel:112']);
    await chat.close();
  });

  it('replaces a message that comes again under its id', async () => {
    const chat = await ChatPage.open(browser, pages.url);
    bot.script = () => [];
    await chat.write('x');
    await waitFor('the first message', () => bot.heard.length === 1);
    // The bot may hear the message before the page has read the answer to it.
    const conversationId = await waitFor('the page to know its conversation', async () => {
      const stored = JSON.parse((await chat.storage())['chat'] ?? '{}') as { readonly conversationId?: string };
      return stored.conversationId;
    });
    const { id } = await pages.server.directLine.channel.deliver(conversationId, say('one moment'));
    await chat.hears('one moment');
    await pages.server.directLine.channel.update(conversationId, { ...say('here it is'), id });
    await chat.hears('here it is');
    expect(await chat.transcript()).toEqual(['> x', '< here it is']);
    await chat.close();
  });

  it('shows that the assistant writes until the answer is there', async () => {
    const chat = await ChatPage.open(browser, pages.url);
    bot.script = () => [];
    await chat.write('x');
    await chat.page.locator('.typing').waitFor();
    bot.script = () => undefined;
    await chat.write('y');
    await chat.hears('echo: y');
    expect(await chat.page.locator('.typing').count()).toBe(0);

    bot.script = () => [{ type: 'typing' }];
    await chat.write('z');
    await chat.page.locator('.typing').waitFor();
    await chat.close();
  });

  it('shows the whole chat again after a reload, with the buttons of the last message', async () => {
    bot.script = (input) => [say(`echo: ${input}`, { buttons: { Yes: 'choice:a=yes' } })];
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write('one');
    await chat.hears('echo: one');
    await chat.write('two');
    await chat.hears('echo: two');
    const before = await chat.transcript();
    await chat.reload();
    await chat.hears('echo: two');
    expect(await chat.transcript()).toEqual(before);
    expect(await chat.buttons()).toEqual(['Yes']);
    await chat.tap('Yes');
    await chat.hears('echo: choice:a=yes');
    await chat.close();
  });

  it('opens empty in another tab', async () => {
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write('secret');
    await chat.hears('echo: secret');
    const other = await chat.context.newPage();
    await other.goto(`${pages.url}/`);
    await other.locator('#human:enabled').waitFor();
    expect(await other.locator('#messages').textContent()).not.toContain('secret');
    await chat.close();
  });

  it('switches the language in the middle: page at once, earlier messages as they were, bot told silently', async () => {
    bot.script = (input, turn) => [say(`echo: ${input}`, { locale: turn.activity.locale ?? '' })];
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write('Hello');
    await chat.hears('echo: Hello');
    await chat.page.locator('#languages summary').click();
    await chat.page.locator('#languages a[lang=ar]').click();
    await chat.hears('language.set:ar');
    await chat.waitForText('#leave', 'خروج سريع');
    await chat.write('مرحبا');
    await chat.hears('echo: مرحبا');

    expect(await chat.page.locator('html').getAttribute('dir')).toBe('rtl');
    const said = await chat.page
      .locator('.message.bot:not(#welcome)')
      .evaluateAll((all) => all.map((m) => [m.getAttribute('lang'), m.getAttribute('dir')]));
    expect(said).toEqual([
      ['en', 'ltr'],
      ['ar', 'rtl'],
      ['ar', 'rtl'],
    ]);
    expect((await chat.transcript()).filter((line) => line.startsWith('>'))).toEqual(['> Hello', '> مرحبا']);
    await chat.reload();
    await chat.hears('echo: مرحبا');
    expect(await chat.page.locator('html').getAttribute('lang')).toBe('ar');
    await chat.close();
  });

  it.each([
    ['so-SO', '', 'so', 'the page in English is only a guess'],
    ['so-SO', '?lang=en', 'en', 'English was chosen'],
    ['fr-BE', '', 'fr', 'the browser asks for French'],
  ])('tells the bot of a browser in %s at /%s: %s, for %s', async (browserLocale, query, told) => {
    const locales: unknown[] = [];
    bot.script = (_input, turn) => void locales.push(turn.activity.locale);
    const chat = await ChatPage.create(browser, pages.url, { locale: browserLocale });
    await chat.page.goto(`${pages.url}/${query}`);
    await chat.ready();
    const start = chat.page.waitForRequest('**/chat/start');
    await chat.write('1');
    await chat.hears('echo: 1');
    expect((await start).postDataJSON().locale).toBe(told);
    await chat.reload();
    await chat.write('2');
    await chat.hears('echo: 2');
    expect(locales).toEqual([told, told]);
    // From now on the person has chosen.
    await chat.page.locator('#languages summary').click();
    await chat.page.locator('#languages a[lang=ar]').click();
    await chat.waitForText('#leave', 'خروج سريع');
    await chat.write('3');
    await chat.hears('echo: 3');
    expect(locales.at(-1)).toBe('ar');
    await chat.close();
  });

  it('follows when the bot changes the language', async () => {
    bot.script = (input) => [
      { type: 'event', name: 'language.changed', value: 'fr' },
      say(`echo: ${input}`, { locale: 'fr' }),
    ];
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write('Bonjour');
    await chat.hears('echo: Bonjour');
    await chat.waitForText('#leave', 'Quitter vite');
    expect(await chat.page.locator('html').getAttribute('lang')).toBe('fr');
    expect(await chat.page.locator('#text').getAttribute('placeholder')).toBe('Écrivez votre question');
    await chat.close();
  });

  it('wipes screen and storage when the chat was deleted, and starts a new one with the next message', async () => {
    bot.script = (input, turn) => {
      if (input !== 'chat.deleteYes') return [say('Really?', { buttons: { 'Yes, delete': 'chat.deleteYes' } })];
      void pages.server.directLine.channel.end(turn.activity.conversation.id);
      return [{ type: 'event', name: 'chat.deleted' }];
    };
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write('delete');
    await chat.hears('Really?');
    await chat.tap('Yes, delete');
    await chat.waitForText('.note', 'The chat was deleted');
    expect(await chat.page.locator('#messages').textContent()).not.toContain('Really?');
    expect(await chat.storage()).toEqual({});
    await chat.write('again');
    await chat.hears('Really?');
    await chat.close();
  });

  it('takes 2,000 characters and no more, and says so in time', async () => {
    const chat = await ChatPage.open(browser, pages.url);
    await chat.page.fill('#text', '👍'.repeat(1_801));
    await chat.waitForText('#counter', 'Characters left: 199');
    await chat.page.fill('#text', `${'👍'.repeat(2_000)}!!`);
    await chat.waitForText('#counter', 'remove this many characters: 2');
    expect(await chat.page.locator('#send').isDisabled()).toBe(true);
    await chat.page.fill('#text', 'a'.repeat(2_000));
    await chat.page.click('#send');
    await chat.hears('aaa');
    expect(bot.heard).toEqual(['a'.repeat(2_000)]);
    await chat.close();
  });

  it('shows a long answer from its beginning and leads on to the rest', async () => {
    bot.script = () => [say(Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n\n'))];
    const chat = await ChatPage.open(browser, pages.url);
    await chat.write('long');
    await chat.hears('line 59');
    const first = chat.page.getByText('line 0', { exact: true });
    const box = await first.boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(400);
    const more = chat.page.locator('#more');
    for (let i = 0; i < 20 && (await more.isVisible()); i += 1) {
      await more.click();
      await chat.page.evaluate(() => new Promise(requestAnimationFrame));
    }
    expect(await chat.page.getByText('line 59', { exact: true }).isVisible()).toBe(true);
    expect(await more.isVisible()).toBe(false);
    await chat.close();
  });
});
