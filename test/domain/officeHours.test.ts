import { describe, expect, it } from '@jest/globals';
import { nextOfficeHours, workingTimeBetween } from '#src/domain/officeHours.ts';

const at = (iso: string): number => Date.parse(iso);
const opening = (office: 'BE' | 'LU', now: string): string => {
  const { opensAt, isOpenNow } = nextOfficeHours(office, at(now));
  return `${isOpenNow ? 'open' : 'closed until'} ${new Date(opensAt).toISOString()}`;
};

describe('office hours', () => {
  it.each([
    ['open on a Monday morning', 'BE', '2027-03-01T09:30:00Z', 'open 2027-03-01T09:30:00.000Z'],
    ['closed before nine', 'BE', '2027-03-01T07:59:00Z', 'closed until 2027-03-01T08:00:00.000Z'],
    ['closed from five', 'BE', '2027-03-01T16:00:00Z', 'closed until 2027-03-02T08:00:00.000Z'],
    ['closed over the weekend', 'LU', '2027-03-05T17:00:00Z', 'closed until 2027-03-08T08:00:00.000Z'],
    ['back in summer time', 'BE', '2027-03-26T17:00:00Z', 'closed until 2027-03-29T07:00:00.000Z'],
    ['back in winter time', 'LU', '2027-10-29T16:00:00Z', 'closed until 2027-11-01T08:00:00.000Z'],
  ] as const)('%s (%s)', (_name, office, now, expected) => {
    expect(opening(office, now)).toBe(expected);
  });

  it('says what is wrong with a week without work', () => {
    const never = { shifts: {}, isClosedOn: () => false };
    expect(() => nextOfficeHours('BE', 0, never)).toThrow(/check its working hours/);
  });
});

describe('working time', () => {
  it.each([
    ['within a day', '2027-03-01T09:00:00Z', '2027-03-01T11:30:00Z', 2.5],
    ['over a night', '2027-03-01T15:00:00Z', '2027-03-02T09:00:00Z', 2],
    ['over a weekend', '2027-03-05T15:00:00Z', '2027-03-08T09:00:00Z', 2],
    ['over the change to summer time', '2027-03-26T15:00:00Z', '2027-03-29T08:00:00Z', 2],
    ['over two months', '2027-03-01T08:00:00Z', '2027-05-03T07:00:00Z', 45 * 8],
    ['backwards', '2027-03-02T09:00:00Z', '2027-03-01T09:00:00Z', 0],
  ])('%s', (_name, from, to, hours) => {
    expect(workingTimeBetween('BE', at(from), at(to)) / 3_600_000).toBe(hours);
  });
});
