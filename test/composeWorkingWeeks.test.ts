import { describe, expect, it } from '@jest/globals';
import { composeWorkingWeeks } from '#src/composeWorkingWeeks.ts';
import { ConfigError, loadConfig } from '#src/config/config.ts';
import { nextOfficeHours, workingTimeBetween } from '#src/domain/officeHours.ts';

const HOUR_MS = 3_600_000;
const weeksOf = (env: Record<string, string>): ReturnType<typeof composeWorkingWeeks> =>
  composeWorkingWeeks(loadConfig(env).officeHours);
const opening = (env: Record<string, string>, office: 'BE' | 'LU', now: string): string => {
  const { opensAt, isOpenNow } = nextOfficeHours(office, Date.parse(now), weeksOf(env)[office]);
  return `${isOpenNow ? 'open' : 'closed until'} ${new Date(opensAt).toISOString().slice(0, 16)}`;
};

describe('working hours from the configuration', () => {
  it.each([
    ['closed over Easter, and back in summer time', 'BE', '2027-03-26T17:00:00Z', 'closed until 2027-03-30T07:00'],
    ['closed in Belgium on 21 July', 'BE', '2027-07-21T10:00:00Z', 'closed until 2027-07-22T07:00'],
    ['open in Luxembourg on 21 July', 'LU', '2027-07-21T10:00:00Z', 'open 2027-07-21T10:00'],
    ['closed in Luxembourg on 23 June', 'LU', '2027-06-23T10:00:00Z', 'closed until 2027-06-24T07:00'],
    ['back in winter time after All Saints', 'BE', '2027-10-29T16:00:00Z', 'closed until 2027-11-02T08:00'],
  ] as const)('know the public holidays: %s (%s)', (_name, office, now, expected) => {
    expect(opening({}, office, now)).toBe(expected);
  });

  const HOURS = {
    OFFICE_HOURS_BE: 'Mon-Thu 09:00-12:30 13:30-17:00; Fri 08:30-12:30',
    OFFICE_HOURS_LU: 'Tue,Thu 10:00-16:00',
  };

  it.each([
    ['open before lunch', 'BE', '2027-03-01T11:00:00Z', 'open 2027-03-01T11:00'],
    ['closed at lunch', 'BE', '2027-03-01T12:00:00Z', 'closed until 2027-03-01T12:30'],
    ['closed on Friday afternoon', 'BE', '2027-03-05T12:00:00Z', 'closed until 2027-03-08T08:00'],
    ['closed on a Wednesday', 'LU', '2027-03-03T12:00:00Z', 'closed until 2027-03-04T09:00'],
  ] as const)('have breaks and free days: %s (%s)', (_name, office, now, expected) => {
    expect(opening(HOURS, office, now)).toBe(expected);
  });

  it('do not count lunch as waiting', () => {
    const [from, to] = [Date.parse('2027-03-01T08:00:00Z'), Date.parse('2027-03-02T08:00:00Z')];
    expect(workingTimeBetween('BE', from, to, weeksOf(HOURS).BE) / HOUR_MS).toBe(7);
  });

  it('leave out the days on which the operator closes, of one office or both', () => {
    const env = { OFFICE_CLOSED_DAYS: '2026-12-24/2027-01-04, BE:2027-05-07' };
    expect(opening(env, 'LU', '2026-12-24T10:00:00Z')).toBe('closed until 2027-01-05T08:00');
    // The day after Ascension.
    expect(opening(env, 'BE', '2027-05-06T10:00:00Z')).toBe('closed until 2027-05-10T07:00');
    expect(opening(env, 'LU', '2027-05-06T10:00:00Z')).toBe('closed until 2027-05-07T07:00');
  });

  it.each([
    ['OFFICE_HOURS_BE', '9-5', /name days and times/],
    ['OFFICE_HOURS_BE', ';', /at least one day/],
    ['OFFICE_HOURS_BE', 'Mo-Fr 09:00-17:00', /days are Mon, Tue/],
    ['OFFICE_HOURS_BE', 'Fri-Mon 09:00-17:00', /run from Mon towards Sun/],
    ['OFFICE_HOURS_BE', 'Mon-Wed-Fri 09:00-17:00', /run from Mon towards Sun/],
    ['OFFICE_HOURS_BE', 'Mon 9:00-17:00', /times must look like/],
    ['OFFICE_HOURS_BE', 'Mon 09:00-24:00', /times must look like/],
    ['OFFICE_HOURS_LU', 'Mon 17:00-09:00', /follow one another/],
    ['OFFICE_HOURS_LU', 'Mon 13:00-17:00 09:00-12:00', /follow one another/],
    ['OFFICE_HOURS_LU', 'Mon-Fri 09:00-17:00; Fri 09:00-12:00', /stands there twice/],
    ['OFFICE_CLOSED_DAYS', '24.12.2026', /must be days like/],
    ['OFFICE_CLOSED_DAYS', '2027-02-29', /must be days like/],
    ['OFFICE_CLOSED_DAYS', 'NL:2027-05-07', /must be days like/],
    ['OFFICE_CLOSED_DAYS', '2027-01-02/2026-12-24', /run forwards/],
    ['OFFICE_CLOSED_DAYS', '2026-12-24/2028-01-02', /at most 60 days/],
    ['ESCALATION_HOURS', '8,4,16', /three growing numbers/],
    ['ESCALATION_HOURS', '4,8', /three growing numbers/],
    ['ESCALATION_HOURS', '4,8,x', /three growing numbers/],
  ])('say what is wrong with %s=%s', (name, value, expected) => {
    expect(() => loadConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => loadConfig({ [name]: value })).toThrow(expected);
  });
});
