import { describe, expect, it } from '@jest/globals';
import { createVocabulary } from '#src/answering/text/vocabulary.ts';
import { loadTrainingContent } from '#src/knowledge/loadTrainingContent.ts';
import { removeIdentifiers, saysSomething } from '#src/questions/removeIdentifiers.ts';
import { LOCALES_DIR } from '#test/support/chat.ts';

const knowsWord = createVocabulary(loadTrainingContent(LOCALES_DIR));
const strip = (locale: string, text: string) => removeIdentifiers(locale, text, knowsWord);

describe('what is kept of a sentence', () => {
  it.each([
    ['en', 'call me on +32 470 12 34 56 please', 'call me on … please'],
    ['en', 'I am 34 and have 2 children', 'I am … and have … children'],
    ['en', 'my file EH-123456 is lost', 'my file … is lost'],
    ['en', 'passport AB12345 and 12/03/1990', 'passport … and …'],
    ['ar', 'رقمي ٠٤٧٠١٢٣٤٥٦ ماذا أفعل', 'رقمي … ماذا أفعل'],
    ['fa', 'شماره من ۰۴۷۰ است', 'شماره من … است'],
  ])('has no number (%s: %s)', (locale, text, kept) => {
    expect(strip(locale, text)).toBe(kept);
  });

  it('leaves the digits that romanised Arabic writes as letters', () => {
    expect(strip('ar', 'bghit nrje3 l bladi w ma 3andi flous')).toBe('bghit nrje3 l bladi w ma 3andi flous');
  });

  it.each([
    ['en', 'write to ahmed.k@mail.example today', 'write to … today'],
    ['en', 'see https://example.org/me?id=7 there', 'see … there'],
    ['en', 'my page is fb.example/ahmed.karimi ok', 'my page is … ok'],
    ['en', 'find me @ahmed_k on there', 'find me … on there'],
    ['fr', 'mon profil t.me/ahmed est là', 'mon profil … est là'],
  ])('has no address or link (%s: %s)', (locale, text, kept) => {
    expect(strip(locale, text)).toBe(kept);
  });

  it.each([
    ['en', 'my name is Ahmed Karimi and I want to go home', 'my name is … and I want to go home'],
    ['en', 'Ahmed wants to return', '… wants to return'],
    ['en', 'can Grace Mukasa go with me', 'can … go with me'],
    ['en', 'Hello Oumar, can you help', 'Hello …, can you help'],
    ['fr', 'je suis Jean-Baptiste N’Diaye de Kigoma', 'je suis … de …'],
    [
      'de',
      'Ich heiße Mehmet Yılmaz und brauche Hilfe bei der Rückkehr',
      'Ich heiße … und brauche Hilfe bei der Rückkehr',
    ],
    ['ru', 'меня зовут Ахмед Каримов и я хочу домой', 'меня зовут … и я хочу домой'],
    ['tr', 'benim adım Çağla Öztürk yardım istiyorum', 'benim adım … yardım istiyorum'],
  ])('has no capitalised name (%s: %s)', (locale, text, kept) => {
    expect(strip(locale, text)).toBe(kept);
  });

  it.each([
    ['en', 'Does IOM pay the flight from Belgium?'],
    ['de', 'Wer bezahlt die Reise nach Hause?'],
    ['fr', 'Fedasil peut m’aider à Bruxelles ?'],
  ])('still says what was meant (%s: %s)', (locale, text) => {
    expect(strip(locale, text)).toBe(text);
  });

  it('is 200 code points long at most, and ends with a whole word', () => {
    const kept = strip('en', 'can somebody tell me '.repeat(30));
    expect([...kept].length).toBeLessThanOrEqual(200);
    expect(kept).toMatch(/(?:can|somebody|tell|me)$/);
    expect([...strip('ti', 'ሀ'.repeat(900))]).toHaveLength(200);
  });

  it('is worth reading only from two words on: a single one is often a name', () => {
    expect(saysSomething('ahmed')).toBe(false);
    expect(saysSomething('… … ok')).toBe(false);
    expect(saysSomething(strip('en', 'Ahmed Karimi 0470123456'))).toBe(false);
    expect(saysSomething('أريد العودة')).toBe(true);
  });

  it('takes no longer for text that was made to be slow', () => {
    for (const text of [
      'Aa '.repeat(2_000),
      '1 '.repeat(2_000),
      'A-'.repeat(2_000),
      'a.'.repeat(2_000),
      '… '.repeat(2_000),
    ]) {
      const start = performance.now();
      strip('en', text);
      // Ten times what the slowest of them takes on a slow machine.
      expect(performance.now() - start).toBeLessThan(500);
    }
  });
});
