import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTextReader, type RecognizerReader } from '#src/reading/recognizerReader.ts';
import { systemClock } from '#src/systemClock.ts';
import { SilentLogger } from '#test/support/silentLogger.ts';

/** A Monday, 19:43 in Brussels. */
const NOW = Date.parse('2026-11-23T18:43:00Z');

let reader: RecognizerReader;

beforeAll(async () => {
  reader = createTextReader({ clock: systemClock, logger: new SilentLogger() });
  await reader.warmUp();
});
afterAll(() => reader.close());

describe('e-mail addresses', () => {
  it.each([
    ['ali@example.org', 'ali@example.org'],
    ['my mail is Ali@Example.ORG.', 'ali@example.org'],
    ['<ali.b+x@sub.example.co.uk>, thanks!', 'ali.b+x@sub.example.co.uk'],
    ['mailto:ali@example.org', 'ali@example.org'],
    ['*ali_1985@hotmail.com*', 'ali_1985@hotmail.com'],
    ['ali@example.org, or ben@example.com', 'ali@example.org'],
    ['a@b.org\nc@d.org', 'a@b.org'],
    ['بريدي ali@example.org شكرا', 'ali@example.org'],
    ['ali@example.org؟', 'ali@example.org'],
    ['ａｌｉ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'ali@example.org'],
    ['ali\u200b@exam\u200dple.org', 'ali@example.org'],
    ['ali (at) example.org', 'ali@example.org'],
    ['ali [at] example [dot] org', 'ali@example.org'],
    ['ali arobase example.org', 'ali@example.org'],
    ['ali @ example.org', 'ali@example.org'],
    ['ali@ gmail. com', 'ali@gmail.com'],
    ["o'brien@example.ie", "o'brien@example.ie"],
    ["c'est l'adresse d'ali@example.org", 'ali@example.org'],
    [`@somebody ${'and so on '.repeat(60)}ali@example.org`, 'ali@example.org'],
  ])('finds in “%s”: %s', async (text, address) => {
    expect(await reader.findEmail(text)).toBe(address);
  });

  it.each([
    'no address',
    'ali@example',
    '@ali',
    'meet me at example.org',
    'ali..b@example.org',
    'ali.@example.org',
    'ünal@example.org',
    'ali@127.0.0.1',
    `${'x'.repeat(65)}@example.org`,
    '',
  ])('finds none in “%s”', async (text) => {
    expect(await reader.findEmail(text)).toBeUndefined();
  });
});

describe('yes and no', () => {
  it.each<[string, string, boolean]>([
    ['yes', 'en', true],
    ['Yes, please.', 'en', true],
    ['yes of course', 'en', true],
    ['sure', 'en-GB', true],
    ['well yes', 'en', true],
    ['👍', 'en', true],
    ['no', 'en', false],
    ['NO!', 'en', false],
    ['no thanks', 'en', false],
    ['no, I do not want that', 'en', false],
    ['oui', 'fr', true],
    ['oui merci', 'fr-BE', true],
    ["oui, je suis d'accord", 'fr', true],
    ['mais oui', 'fr', true],
    ['non', 'fr', false],
    ['mais non', 'fr', false],
    ['Non, je ne veux pas', 'fr', false],
    ["pas d'accord", 'fr', false],
    ['je n’accepte pas', 'fr', false],
  ])('reads “%s” (%s) as %s', async (text, locale, expected) => {
    expect(await reader.readYesNo(text, locale)).toBe(expected);
  });

  it.each([
    ['not sure', 'en'],
    ['yes and no', 'en'],
    ['yes?', 'en'],
    ['yes, but who reads it', 'en'],
    ['yes, I am 16', 'en'],
    ['no problem', 'en'],
    ['I have no phone', 'en'],
    ['no money for that', 'en'],
    ['tomorrow', 'en'],
    ['je ne sais pas', 'fr'],
    ['je ne comprends pas', 'fr'],
    ["je n'ai pas de téléphone", 'fr'],
    ['pourquoi pas', 'fr'],
    ['oui et non', 'fr'],
    ['bien sûr que non', 'fr'],
    ['oui, mais', 'fr'],
    ['yes', 'ar'],
    ['', 'en'],
  ])('does not decide for the person at “%s” (%s)', async (text, locale) => {
    expect(await reader.readYesNo(text, locale)).toBeUndefined();
  });
});

describe('wished times', () => {
  it.each([
    ['tomorrow', '2026-11-24'],
    ['tomorrow after 6', '2026-11-24T18:00/..'],
    ['after 6 tomorrow', '2026-11-24T18:00/..'],
    ['tomorrow after ٦', '2026-11-24T18:00/..'],
    ['tomorrow after 6 in the morning', '2026-11-24T06:00/..'],
    ['tomorrow after 10.30', '2026-11-24T10:30/..'],
    ['tomorrow at 6', '2026-11-24T18:00'],
    ['tomorrow at 10', '2026-11-24T10:00'],
    ['tomorrow at 7 in the morning', '2026-11-24T07:00'],
    ['tomorrow before 10', '2026-11-24T00:00/2026-11-24T10:00'],
    ['from 2 to 4 tomorrow', '2026-11-24T14:00/2026-11-24T16:00'],
    ['tomorrow evening after 7', '2026-11-24T19:00/..'],
    ['monday between 9 and 12', '2026-11-30T09:00/2026-11-30T12:00'],
    ['on Friday evening', '2026-11-27T18:00/2026-11-27T22:00'],
    ['this evening', '2026-11-23T18:00/2026-11-23T22:00'],
    ['5/12 after 6', '2026-12-05T18:00/..'],
    ['1/2', '2027-02-01'],
    ['24/11/2026 at 14h', '2026-11-24T14:00'],
    ['next week', '2026-11-30/2026-12-06'],
    ['this week', '2026-11-23/2026-11-29'],
    ['until friday', '2026-11-23/2026-11-27'],
    ['from friday', '2026-11-27/..'],
    ['after 6', 'T18:00/..'],
    ['in the morning', 'T08:00/T12:00'],
    ['in two hours', '2026-11-23T21:43'],
  ])('reads “%s” as %s', async (text, expected) => {
    expect(await reader.readTime(text, 'en', NOW)).toBe(expected);
  });

  it.each([
    ['demain', '2026-11-24'],
    ['demain après 18 h', '2026-11-24T18:00/..'],
    ['demain après 6 heures', '2026-11-24T18:00/..'],
    ['demain à 6h du matin', '2026-11-24T06:00'],
    ['demain à midi', '2026-11-24T12:00'],
    ['demain après-midi', '2026-11-24T12:00/2026-11-24T18:00'],
    ['aujourd’hui après 20h', '2026-11-23T20:00/..'],
    ['ce soir', '2026-11-23T18:00/2026-11-23T22:00'],
    ['demain avant 10 heures', '2026-11-24T00:00/2026-11-24T10:00'],
    ["demain jusqu'à 15h", '2026-11-24T00:00/2026-11-24T15:00'],
    ['demain entre 17 et 19h', '2026-11-24T17:00/2026-11-24T19:00'],
    ['mardi à partir de 17h', '2026-11-24T17:00/..'],
    ['le 24 novembre à 15h30', '2026-11-24T15:30'],
    ['après-demain après 18h', '2026-11-25T18:00/..'],
    ['à partir de vendredi', '2026-11-27/..'],
    ['la semaine prochaine', '2026-11-30/2026-12-06'],
    ['le soir après 20h', 'T20:00/..'],
  ])('reads “%s” as %s', async (text, expected) => {
    expect(await reader.readTime(text, 'fr-BE', NOW)).toBe(expected);
  });

  it.each([
    ['yesterday at 3', 'en', 'past'],
    ['today at 3', 'en', 'past'],
    ['not tomorrow', 'en', 'denied'],
    ['tomorrow but not after 6', 'en', 'denied'],
    ['monday or tuesday', 'en', 'a choice'],
    ['monday', 'en', 'said on a Monday: today or next week'],
    ['every day after 5', 'en', 'repeated'],
    ['weekends', 'en', 'repeated'],
    ['tomorrow on 0470123456', 'en', 'understood only in part'],
    ['next week after 6', 'en', 'no single interval'],
    ['3 days', 'en', 'a duration'],
    ['2030', 'en', 'too far ahead'],
    ['hello', 'en', 'no time'],
    ['pas demain', 'fr', 'denied'],
    ['mardi ou mercredi', 'fr', 'a choice'],
    ['tous les jours après 17h', 'fr', 'repeated'],
    ['le mardi', 'fr', 'repeated'],
    ['le week-end', 'fr', 'the recogniser takes it for a month'],
    ['hier', 'fr', 'past'],
    ['morgen om 14 uur', 'nl', 'a language it does not know'],
    ['غدا بعد السادسة', 'ar', 'a language it does not know'],
  ])('leaves “%s” (%s) as typed: %s', async (text, locale) => {
    expect(await reader.readTime(text, locale, NOW)).toBeUndefined();
  });

  it('counts from the clock in Brussels, not of the server', async () => {
    // 23:30 UTC in summer is already the next day in Brussels.
    expect(await reader.readTime('tomorrow', 'en', Date.parse('2027-07-01T22:30:00Z'))).toBe('2027-07-03');
  });
});
