import { describe, expect, it } from '@jest/globals';
import type { PresentedAnswer } from '#src/domain/answer.ts';
import type { KnowledgeBase } from '#src/domain/answering.ts';
import type { Country } from '#src/domain/country.ts';
import type { TopicId } from '#src/domain/topic.ts';
import { loadKnowledge } from '#src/knowledge/loadKnowledge.ts';
import { FakeClock } from '#test/support/fakeClock.ts';
import { fixtureLocales, type LocaleFiles, writeLocales } from '#test/support/fixtureLocales.ts';

interface Setting {
  readonly files?: LocaleFiles;
  readonly today?: string;
  readonly operated?: boolean;
  readonly showDraftHighRisk?: boolean;
}

function load({
  files = fixtureLocales(),
  today = '2027-03-01',
  operated = true,
  showDraftHighRisk = true,
}: Setting = {}): KnowledgeBase {
  const clock = new FakeClock(`${today}T12:00:00Z`);
  return loadKnowledge({ localesDir: writeLocales(files), clock, operated, showDraftHighRisk });
}

function present(id: string, country?: Country, setting?: Setting): PresentedAnswer {
  return load(setting).present(id as TopicId, { locale: 'en', country });
}

const read = (answer: PresentedAnswer): string =>
  answer.paragraphs
    .flat()
    .map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.contact.id}]`))
    .join('');

describe('the country decides what is read', () => {
  it('gives a person in Luxembourg the Luxembourg text of the topic', () => {
    expect(read(present('legal-lawyer', 'LU'))).toContain('[helpLu]');
    expect(read(present('legal-lawyer', 'BE'))).not.toContain('[helpLu]');
  });

  it('gives a person in Luxembourg another topic where this one is Belgian only', () => {
    expect(present('docs-certificates', 'LU')).toMatchObject({ topic: 'lu-contact', title: 'What about lu-contact?' });
    expect(present('docs-certificates', 'BE').topic).toBe('docs-certificates');
  });

  it('tells when the answer depends on a country nobody knows yet', () => {
    expect(present('legal-lawyer').dependsOnCountry).toBe(true);
    expect(present('docs-certificates').dependsOnCountry).toBe(true);
    expect(present('legal-lawyer', 'BE').dependsOnCountry).toBe(false);
    expect(present('travel-luggage').dependsOnCountry).toBe(false);
  });

  it('shows a crisis card for both countries when the country is unknown', () => {
    const card = present('safety-suicide');
    expect(read(card)).toBe('Call [emergency] now.Belgium: [helpBe]. Luxembourg: [helpLu].');
    expect(card).toMatchObject({ isCrisis: true, isHighRisk: true, source: undefined, dependsOnCountry: false });
    expect(read(present('safety-suicide', 'LU'))).toContain('In Luxembourg.');
    expect(read(present('safety-suicide', 'BE'))).toContain('In Belgium.');
  });
});

describe('the demonstration', () => {
  it('says what holds when nobody answers', () => {
    const words = (operated: boolean): number => read(present('apply-status', 'BE', { operated })).split(' ').length;
    expect(words(false)).toBe(71);
    expect(words(true)).toBe(70);
  });
});

describe('freshness', () => {
  it('gives way to the referral on the day after the last valid one, by itself', async () => {
    const clock = new FakeClock('2027-12-31T23:00:00Z');
    const knowledge = loadKnowledge({
      localesDir: writeLocales(fixtureLocales()),
      clock,
      operated: true,
      showDraftHighRisk: true,
    });
    const show = (country?: Country): PresentedAnswer =>
      knowledge.present('travel-luggage' as TopicId, { locale: 'en', country });
    expect(show().degraded).toBeUndefined();
    await clock.advance({ hours: 2 });
    expect(show()).toMatchObject({ degraded: 'stale', title: 'What about travel-luggage?' });
    expect(read(show())).toBe('Ask a counsellor.');
    expect(read(show('BE'))).toBe('Ask in Belgium: [helpBe].');
    expect(read(show('LU'))).toBe('Ask in Luxembourg.');
  });

  it('never takes a crisis card away', () => {
    expect(present('safety-child', 'BE', { today: '2030-01-01', showDraftHighRisk: false }).degraded).toBeUndefined();
  });
});

describe('review', () => {
  const withReview = (textHash: string): LocaleFiles => ({
    ...fixtureLocales(),
    'en/reviews.json': { 'legal-lawyer': { textHash, by: 'A. Reviewer', on: '2027-02-01' } },
  });

  it('hides a high-risk draft where the operator asks for review, and only that', () => {
    const setting = { showDraftHighRisk: false };
    expect(present('legal-lawyer', 'BE', setting).degraded).toBe('unreviewed');
    expect(present('travel-luggage', 'BE', setting).degraded).toBeUndefined();
    expect(present('legal-lawyer', 'BE').degraded).toBeUndefined();
  });

  it('counts only for the text that was reviewed', async () => {
    const { hashAnswer } = await import('#src/knowledge/hashAnswer.ts');
    const files = withReview(hashAnswer(fixtureLocales()['en/answers.json']['legal-lawyer']));
    const setting = { files, showDraftHighRisk: false };
    expect(present('legal-lawyer', 'BE', setting)).toMatchObject({ isReviewed: true, degraded: undefined });
    files['en/answers.json']['legal-lawyer'].lu.paragraphs[0] += ' More.';
    expect(present('legal-lawyer', 'BE', setting)).toMatchObject({ isReviewed: false, degraded: 'unreviewed' });
  });
});

describe('the source', () => {
  it('is a secure page of the first fact that may be said, a dated one first', () => {
    expect(present('travel-luggage').source).toEqual({
      publisher: 'fedasil.be',
      url: 'https://www.fedasil.be/dated',
      date: '2026-02-03',
    });
  });

  it('prefers facts that hold in Luxembourg there, and does not take an inferred date for a real one', () => {
    expect(present('travel-luggage', 'LU').source).toEqual({
      publisher: 'belgium.iom.int',
      url: 'https://belgium.iom.int/page',
      date: null,
    });
  });

  it('is missing where no fact with a page may be said', () => {
    const files = fixtureLocales();
    files['catalog.json']['travel-luggage'].facts = ['F003', 'P02'];
    expect(present('travel-luggage', 'BE', { files }).source).toBeUndefined();
  });
});

describe('numbers', () => {
  it('come as contacts one can tap, from the one table', () => {
    const pieces = present('docs-certificates', 'BE').paragraphs.flat();
    expect(pieces.find((piece) => piece.kind === 'contact')).toMatchObject({
      contact: { id: 'helpBe', value: '0800 11 111', href: 'tel:080011111', country: 'BE' },
    });
  });

  it('on hold exist for nobody', () => {
    const knowledge = load();
    expect(knowledge.contact('held')).toBeUndefined();
    expect(knowledge.contact('site')).toMatchObject({ href: 'https://example.org/' });
    expect(knowledge.emergencyContacts(undefined).map(({ id }) => id)).toEqual(['emergency', 'helpBe', 'helpLu']);
    expect(knowledge.emergencyContacts('LU').map(({ id }) => id)).toEqual(['emergency', 'helpLu']);
  });
});

describe('asking for what does not exist', () => {
  it('is a mistake of the program, except through findTopic', () => {
    const knowledge = load();
    expect(knowledge.findTopic('nonsense')).toBeUndefined();
    expect(() => knowledge.topic('nonsense' as TopicId)).toThrow('nonsense');
    expect(() => knowledge.title('apply-how' as TopicId, 'xx')).toThrow('xx');
  });
});
