import { describe, expect, it } from '@jest/globals';
import { checkContent } from '#src/knowledge/checkContent.ts';
import { ContentError, formatProblem } from '#src/knowledge/contentProblem.ts';
import { hashAnswer } from '#src/knowledge/hashAnswer.ts';
import { loadKnowledge } from '#src/knowledge/loadKnowledge.ts';
import { FakeClock } from '#test/support/fakeClock.ts';
import { aText, fixtureLocales, type LocaleFiles, writeLocales } from '#test/support/fixtureLocales.ts';

const NOW = Date.parse('2027-03-01T12:00:00Z');

/** Problems of a `locales/` after one change, as lines. */
function check(change: (files: LocaleFiles) => void, questions: readonly string[] = [], now = NOW): string[] {
  const files = fixtureLocales();
  change(files);
  return checkContent(writeLocales(files), questions, now).map(formatProblem);
}

const answerOf = (files: LocaleFiles, id: string): any => files['en/answers.json'][id];

describe('content that is right', () => {
  it('has no problem', () => {
    expect(check(() => undefined)).toEqual([]);
  });
});

describe('content that the program cannot use', () => {
  it.each<[string, (files: LocaleFiles) => void, RegExp]>([
    ['a missing file', (f) => delete f['en/answers.json'], /en\/answers\.json: the file is missing/],
    ['broken JSON', (f) => (f['en/phrases.json'] = '{"a": ['), /en\/phrases\.json: this is not valid JSON/],
    ['an unknown field', (f) => (f['catalog.json']['apply-how'].colour = 'red'), /catalog\.json · apply-how/],
    ['a missing answer', (f) => delete f['en/answers.json']['apply-how'], /apply-how: the answer is missing/],
    [
      'an answer without topic',
      (f) => (f['en/answers.json'].nonsense = { title: 'N', paragraphs: [aText(70)] }),
      /nonsense: there is no such topic/,
    ],
    [
      'an unknown contact',
      (f) => (answerOf(f, 'apply-how').paragraphs[0] += ' {{nobody}}'),
      /\{\{nobody\}\} is not in contacts\.json/,
    ],
    ['a contact on hold', (f) => (answerOf(f, 'apply-how').paragraphs[0] += ' {{held}}'), /\{\{held\}\} is on hold/],
    ['an unknown fact', (f) => f['catalog.json']['apply-how'].facts.push('F999'), /fact F999/],
    [
      'an unknown related topic',
      (f) => f['catalog.json']['apply-how'].related.push('nonsense'),
      /nonsense does not exist/,
    ],
    [
      'a Belgian topic without luTopic',
      (f) => delete f['catalog.json']['docs-certificates'].luTopic,
      /name in luTopic/,
    ],
    [
      'a topic the program needs',
      (f) => delete f['catalog.json']['chat-greeting'],
      /chat-greeting: the program refers/,
    ],
    [
      'two contacts of one name',
      (f) => f['contacts.json'].push(f['contacts.json'][0]),
      /contacts\.json · emergency: this id is used twice/,
    ],
    ['a number without tel', (f) => delete f['contacts.json'][0].tel, /emergency: a phone number needs "tel"/],
  ])('%s stops the start and is named by the check', (_name, change, message) => {
    expect(check(change).join('\n')).toMatch(message);
    const files = fixtureLocales();
    change(files);
    const start = (): unknown =>
      loadKnowledge({
        localesDir: writeLocales(files),
        clock: new FakeClock(NOW),
        operated: true,
        showDraftHighRisk: true,
      });
    expect(start).toThrow(ContentError);
    expect(start).toThrow(message);
  });
});

describe('answers that writers must mend', () => {
  it.each<[string, (files: LocaleFiles) => void, RegExp]>([
    [
      'too short',
      (f) => (answerOf(f, 'apply-how').paragraphs = [aText(40)]),
      /base: 40 words; this topic needs 60 to 120/,
    ],
    ['too long', (f) => (answerOf(f, 'apply-how').paragraphs = [aText(121)]), /121 words/],
    [
      'small talk too long',
      (f) => {
        f['catalog.json']['chat-greeting'].group = 'smalltalk';
      },
      /chat-greeting: base: 70 words; this topic needs 15 to 60/,
    ],
    [
      'a long sentence',
      (f) => (answerOf(f, 'apply-how').paragraphs = [aText(60), `${'word '.repeat(26)}end.`]),
      /a sentence has 27 words/,
    ],
    [
      'long sentences',
      (f) => (answerOf(f, 'apply-how').paragraphs = [`${'word '.repeat(12)}end. `.repeat(5)]),
      /13 words or more/,
    ],
    ['a long title', (f) => (answerOf(f, 'apply-how').title = 'x'.repeat(46)), /46 characters/],
    [
      'the same title twice',
      (f) => (answerOf(f, 'apply-how').title = answerOf(f, 'iom-what-is').title),
      /the title is the same/,
    ],
    ['no Luxembourg text', (f) => delete answerOf(f, 'legal-lawyer').lu, /legal-lawyer: the variant “lu” is missing/],
    ['no text for the demonstration', (f) => delete answerOf(f, 'apply-status').demo, /“demo” is missing/],
    [
      'a Belgian number for Luxembourg',
      (f) => (answerOf(f, 'legal-lawyer').lu.paragraphs[0] += ' {{helpBe}}'),
      /lu: \{\{helpBe\}\} is Belgian/,
    ],
    [
      'a Luxembourg number for Belgium',
      (f) => (answerOf(f, 'docs-certificates').paragraphs[0] += ' {{helpLu}}'),
      /is in Luxembourg/,
    ],
    [
      'a phone number in the text',
      (f) => (answerOf(f, 'apply-how').paragraphs[0] += ' 0800 32 745.'),
      /looks like a phone number/,
    ],
    [
      'a number in Arabic digits',
      (f) => (answerOf(f, 'apply-how').paragraphs[0] += ' ٠٨٠٠.'),
      /looks like a phone number/,
    ],
    [
      'an address',
      (f) => (answerOf(f, 'apply-how').paragraphs[0] += ' Look at fedasil.be.'),
      /an address stands in the text/,
    ],
    [
      'an amount',
      (f) => (answerOf(f, 'apply-how').paragraphs[0] += ' You get 50 euros.'),
      /a number stands beside “euros”/,
    ],
    ['a currency sign', (f) => (answerOf(f, 'apply-how').paragraphs[0] += ' You get € then.'), /a currency sign/],
    [
      'a promise',
      (f) => (answerOf(f, 'apply-how').paragraphs[0] += ' We PROMISE it.'),
      /“we promise” promises or pushes/,
    ],
  ])('%s', (_name, change, message) => {
    expect(check(change).join('\n')).toMatch(message);
  });

  it('let years and the number of member states stand', () => {
    expect(
      check((f) => (answerOf(f, 'apply-how').paragraphs[0] += ' Since 1951, in 175 states, within 30 days.')),
    ).toEqual([]);
  });

  it.each<[string, (card: any) => void, RegExp]>([
    ['too long', (card) => (card.paragraphs[1] = aText(60)), /a crisis answer may have 60/],
    ['without a number first', (card) => card.paragraphs.reverse(), /the first sentence must hold the number/],
    ['asking a question', (card) => (card.lu.paragraphs[1] = 'Are you safe?'), /lu: a crisis answer asks no question/],
    ['without a card for an unknown country', (card) => delete card.both, /“both” is missing/],
  ])('a crisis card %s', (_name, change, message) => {
    expect(check((f) => change(answerOf(f, 'safety-child'))).join('\n')).toMatch(message);
  });
});

describe('phrases', () => {
  it('are at least twenty, all different, none a development question', () => {
    const lines = check(
      (f) => {
        f['en/phrases.json']['apply-how'] = ['one'];
        f['en/phrases.json']['iom-mission'] = [];
        f['en/phrases.json']['travel-luggage'].push(
          'Twice the same',
          'twice the SAME!',
          'question a of contact-ask-human',
          'how heavy?',
        );
      },
      ['How heavy'],
    ).join('\n');
    expect(lines).toMatch(/apply-how: 1 phrases; write at least 20/);
    expect(lines).toMatch(/stands here twice/);
    expect(lines).toMatch(/stands also under/);
    expect(lines).toMatch(/“how heavy\?” is a development question/);
    expect(lines).toMatch(/iom-mission: there is no such topic/);
  });
});

describe('sentences of the program in several languages', () => {
  const withFrench = (change: (files: LocaleFiles) => void): string[] =>
    check((f) => {
      f['manifest.json'].languages.push({
        tag: 'fr',
        name: 'Français',
        direction: 'ltr',
        script: 'Latn',
        review: 'draft',
      });
      for (const path of Object.keys(f))
        if (path.startsWith('en/')) f[path.replace('en/', 'fr/')] = structuredClone(f[path]);
      for (const answer of Object.values<any>(f['fr/answers.json'])) answer.title = `Quoi ? ${answer.title}`;
      f['fr/web.json'].days_many = '{{count}} de jours';
      change(f);
    });

  it('have the same keys, placeholders and the plural forms of the language', () => {
    expect(withFrench(() => undefined)).toEqual([]);
    const lines = withFrench((f) => {
      f['fr/bot.json'].greeting = 'Bonjour {{nom}}';
      f['fr/bot.json'].extra = 'Encore';
      delete f['fr/web.json'].days_many;
      delete f['fr/email.json'].subject;
      f['fr/console.json'].title = ['Demandes'];
    }).join('\n');
    expect(lines).toMatch(/fr\/bot\.json · greeting: \{\{name\}\} is missing/);
    expect(lines).toMatch(/fr\/bot\.json · greeting: \{\{nom\}\} is not in the en text/);
    expect(lines).toMatch(/fr\/bot\.json · extra: there is no such key/);
    expect(lines).toMatch(/fr\/web\.json · days: the plural form days_many is missing/);
    expect(lines).toMatch(/fr\/email\.json · subject: the key is missing/);
    expect(lines).toMatch(/fr\/console\.json · title: this is a text in en/);
  });
});

describe('what has grown old', () => {
  it('is reported, without stopping anything', () => {
    const lines = check((f) => {
      f['catalog.json']['apply-how'].checkedOn = '2026-01-01';
      f['catalog.json']['apply-how'].validUntil = '2026-12-31';
      f['catalog.json']['safety-child'].checkedOn = '2026-01-01';
      f['catalog.json']['safety-child'].validUntil = '2026-12-31';
      f['contacts.json'][1].verifiedOn = '2026-09-01';
      f['en/reviews.json'] = {
        'iom-what-is': { textHash: hashAnswer(answerOf(f, 'iom-what-is')), by: 'A', on: '2027-01-01' },
        'avr-what-is': { textHash: 'of another text', by: 'A', on: '2027-01-01' },
      };
    });
    expect(lines.every((line) => line.startsWith('warning'))).toBe(true);
    expect(lines.join('\n')).toMatch(/helpBe: last verified on 2026-09-01, more than 180 days ago/);
    expect(lines.join('\n')).toMatch(/apply-how: valid until 2026-12-31: people now read the referral/);
    expect(lines.join('\n')).toMatch(/safety-child: valid until 2026-12-31: it is still shown/);
    expect(lines.join('\n')).toMatch(/avr-what-is: the text changed after the review/);
    expect(lines).toHaveLength(4);
  });
});
