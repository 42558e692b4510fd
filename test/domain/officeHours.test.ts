import { describe, expect, it } from '@jest/globals';
import { nextOfficeHours, workingTimeBetween } from '#src/domain/officeHours.ts';
import { easterSunday, isPublicHoliday } from '#src/domain/publicHolidays.ts';

const at = (iso: string): number => Date.parse(iso);
const opening = (office: 'BE' | 'LU', now: string): string => {
  const { opensAt, isOpenNow } = nextOfficeHours(office, at(now));
  return `${isOpenNow ? 'open' : 'closed until'} ${new Date(opensAt).toISOString()}`;
};

describe('public holidays', () => {
  // Taken from the package date-holidays 3.37.0 (public holidays), which is too large to bring along.
  it.each([
    ['BE', '2026', '01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25'],
    ['BE', '2027', '01-01 03-29 05-01 05-06 05-17 07-21 08-15 11-01 11-11 12-25'],
    ['BE', '2030', '01-01 04-22 05-01 05-30 06-10 07-21 08-15 11-01 11-11 12-25'],
    ['BE', '2035', '01-01 03-26 05-01 05-03 05-14 07-21 08-15 11-01 11-11 12-25'],
    ['LU', '2026', '01-01 04-06 05-01 05-09 05-14 05-25 06-23 08-15 11-01 12-25 12-26'],
    ['LU', '2029', '01-01 04-02 05-01 05-09 05-10 05-21 06-23 08-15 11-01 12-25 12-26'],
    ['LU', '2034', '01-01 04-10 05-01 05-09 05-18 05-29 06-23 08-15 11-01 12-25 12-26'],
  ] as const)('of %s in %s', (office, year, expected) => {
    const found: string[] = [];
    for (let day = at(`${year}-01-01`); day <= at(`${year}-12-31`); day += 86_400_000) {
      const iso = new Date(day).toISOString().slice(0, 10);
      if (isPublicHoliday(office, iso)) found.push(iso.slice(5));
    }
    expect(found.join(' ')).toBe(expected);
  });

  it('follow Easter, early and late', () => {
    expect([1961, 2008, 2011, 2027, 2038].map(easterSunday)).toEqual([
      '1961-04-02',
      '2008-03-23',
      '2011-04-24',
      '2027-03-28',
      '2038-04-25',
    ]);
  });
});

describe('office hours', () => {
  it.each([
    ['open on a Monday morning', 'BE', '2027-03-01T09:30:00Z', 'open 2027-03-01T09:30:00.000Z'],
    ['closed before nine', 'BE', '2027-03-01T07:59:00Z', 'closed until 2027-03-01T08:00:00.000Z'],
    ['closed from five', 'BE', '2027-03-01T16:00:00Z', 'closed until 2027-03-02T08:00:00.000Z'],
    ['closed over the weekend', 'LU', '2027-03-05T17:00:00Z', 'closed until 2027-03-08T08:00:00.000Z'],
    [
      'closed over Easter, and back in summer time',
      'BE',
      '2027-03-26T17:00:00Z',
      'closed until 2027-03-30T07:00:00.000Z',
    ],
    ['back in winter time', 'LU', '2027-10-29T16:00:00Z', 'closed until 2027-11-02T08:00:00.000Z'],
    ['closed in Belgium on 21 July', 'BE', '2027-07-21T10:00:00Z', 'closed until 2027-07-22T07:00:00.000Z'],
    ['open in Luxembourg on 21 July', 'LU', '2027-07-21T10:00:00Z', 'open 2027-07-21T10:00:00.000Z'],
    ['closed in Luxembourg on 23 June', 'LU', '2027-06-23T10:00:00Z', 'closed until 2027-06-24T07:00:00.000Z'],
  ] as const)('%s (%s)', (_name, office, now, expected) => {
    expect(opening(office, now)).toBe(expected);
  });

  it('says what is wrong with a week without work', () => {
    const never = { days: [], opens: '09:00', closes: '17:00' };
    expect(() => nextOfficeHours('BE', 0, never)).toThrow(/check its working week/);
  });
});

describe('working time', () => {
  it.each([
    ['within a day', '2027-03-01T09:00:00Z', '2027-03-01T11:30:00Z', 2.5],
    ['over a night', '2027-03-01T15:00:00Z', '2027-03-02T09:00:00Z', 2],
    ['over a weekend', '2027-03-05T15:00:00Z', '2027-03-08T09:00:00Z', 2],
    ['over Easter with the change to summer time', '2027-03-26T15:00:00Z', '2027-03-30T08:00:00Z', 2],
    ['over two months', '2027-03-01T08:00:00Z', '2027-05-03T07:00:00Z', 44 * 8],
    ['backwards', '2027-03-02T09:00:00Z', '2027-03-01T09:00:00Z', 0],
  ])('%s', (_name, from, to, hours) => {
    expect(workingTimeBetween('BE', at(from), at(to)) / 3_600_000).toBe(hours);
  });
});
