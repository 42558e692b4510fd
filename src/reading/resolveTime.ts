import { DAY_MS } from '#src/domain/clock.ts';
import { combineDayAndTime, type DayTime } from './combineDayAndTime.ts';
import type { ReadableLanguage, Recognized } from './recognizerTask.ts';
import { addDays, chooseDay, chooseMoment, chooseTime, parseValues, type TimeValue } from './timeValues.ts';

/** Further ahead, nobody wishes to be called: the number was something else. */
const MAX_DAYS_AHEAD = 366;

// The recogniser does not see a denial (“not tomorrow” would become tomorrow), a choice, or some repetitions.
const UNREADABLE: Readonly<Record<ReadableLanguage, RegExp>> = {
  en: /\b(?:not|never|no|except|nor|or|cannot|every|each|may be)\b|n't\b/,
  // It also takes the French “week-end” for a whole month; and “le lundi” is every Monday.
  fr: /(?<!\p{L})(?:pas|jamais|sauf|non|ni|ou|aucune?|week-?\s?ends?|chaque|tou(?:te)?s les|les? (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?(?! (?:\d|prochain)))(?!\p{L})/u,
};

type Relation = 'after' | 'from' | 'before' | 'until';

const RELATIONS: Readonly<Record<ReadableLanguage, readonly (readonly [Relation, string])[]>> = {
  en: [
    ['after', 'after'],
    ['from', 'from|since|starting'],
    ['before', 'before'],
    ['until', 'until|till|by|up to'],
  ],
  fr: [
    ['after', 'après|apres'],
    ['from', "à partir d[e'u]|a partir d[e'u]|dès|des|depuis"],
    ['before', 'avant'],
    ['until', "jusqu'(?:à|au|a)"],
  ],
};
const ARTICLES = '(?:\\s*(?:the|on|le|la|les|à|a))?\\s*';

interface Entity {
  readonly type: string;
  readonly values: readonly TimeValue[];
  readonly relation: Relation | undefined;
  /** “This evening”, “ce soir”: today. */
  readonly isToday: boolean;
}

/**
 * One wished time out of what the recogniser found, relative to `localNow` (`YYYY-MM-DDTHH:MM`), always in the future:
 * a day `2026-11-24`; an inclusive range of days `2026-11-24/2026-11-27`; a moment `2026-11-24T14:00`; an interval
 * `2026-11-24T14:00/2026-11-24T16:00`, open as `2026-11-24T18:00/..`; without a day, `T18:00/..`. Everything that is
 * denied, repeated (“every day”), offered as a choice or understood only in part gives `undefined`.
 */
export function resolveTime(
  text: string,
  language: ReadableLanguage,
  localNow: string,
  found: readonly Recognized[],
): string | undefined {
  if (UNREADABLE[language].test(text) || hasNumberOutside(text, found)) return undefined;
  const entities: Entity[] = [];
  for (const recognized of found) {
    const entity = describeEntity(text, language, recognized);
    if (!entity) return undefined;
    entities.push(entity);
  }
  const resolved = resolveEntities(entities, localNow);
  return resolved !== undefined && isNear(resolved, localNow) ? resolved : undefined;
}

function resolveEntities(entities: readonly Entity[], localNow: string): string | undefined {
  const days = entities.filter(({ type }) => type.startsWith('date'));
  const allTimes = entities.filter(({ type }) => type.startsWith('time'));
  const exact = allTimes.filter(({ values }) => values[0]?.part === undefined);
  const times = exact.length > 0 ? exact : allTimes;
  const [day] = days;
  const [time] = times;
  if (days.length > 1 || times.length > 1) return undefined;

  if (!time) return day && resolveAlone(day, localNow);
  const part = allTimes.find((other) => other !== time)?.values[0]?.part ?? day?.values[0]?.part;
  const chosen = chooseTime(time.values, part);
  if (!chosen) return undefined;
  const wish: DayTime = { ...chosen, relation: toBound(time.relation) };
  if (!day)
    return combineDayAndTime(
      time.isToday || allTimes.some(({ isToday }) => isToday) ? localNow.slice(0, 10) : undefined,
      wish,
      localNow,
    );
  if (day.type === 'daterange' || day.type === 'datetime' || day.relation) return undefined;
  // “Monday evening after 7”: the evening only tells which seven is meant.
  if (day.type === 'datetimerange' && day.values[0]?.part === undefined) return undefined;
  return chooseDay(day.values, localNow, (date) => combineDayAndTime(date, wish, localNow));
}

function resolveAlone(entity: Entity, localNow: string): string | undefined {
  const { type, values, relation } = entity;
  if (type === 'datetime' || type === 'datetimerange') {
    const bound = toBound(relation);
    return chooseMoment(values, localNow, bound);
  }
  const today = localNow.slice(0, 10);
  if (type === 'daterange' && relation === undefined) return chooseMoment(values, localNow, undefined);
  return chooseDay(values, localNow, (date) => {
    if (date < today) return undefined;
    switch (relation) {
      case 'after':
        return `${addDays(date, 1)}/..`;
      case 'from':
        return `${date}/..`;
      case 'before':
        return date > today ? `${today}/${addDays(date, -1)}` : undefined;
      case 'until':
        return `${today}/${date}`;
      default:
        return date;
    }
  });
}

function toBound(relation: Relation | undefined): 'after' | 'before' | undefined {
  if (relation === undefined) return undefined;
  return relation === 'after' || relation === 'from' ? 'after' : 'before';
}

function describeEntity(text: string, language: ReadableLanguage, recognized: Recognized): Entity | undefined {
  const type = recognized.typeName.replace('datetimeV2.', '');
  if (!/^(?:date|time|datetime)(?:range)?$/.test(type)) return undefined;
  const values = parseValues(recognized.resolution?.['values'], recognized.text);
  if (values.length === 0) return undefined;
  const before = text.slice(0, recognized.start);
  return {
    type,
    values,
    relation: findRelation(before, recognized.text, language),
    isToday: /(?:^|\s)(?:this|cet?|cette)\s*$/.test(before) || /^(?:this|cet?|cette)\s/.test(recognized.text),
  };
}

function findRelation(before: string, entity: string, language: ReadableLanguage): Relation | undefined {
  for (const [relation, words] of RELATIONS[language]) {
    if (new RegExp(`(?:^|\\s)(?:${words})${ARTICLES}$`).test(before)) return relation;
    // “From 2 to 4” and “après-midi” begin with such a word, but are complete without it.
    if (relation !== 'from' && new RegExp(`^(?:${words})\\s`).test(entity)) return relation;
  }
  return undefined;
}

function hasNumberOutside(text: string, found: readonly Recognized[]): boolean {
  let rest = text;
  for (const { start, end } of found) {
    rest = rest.slice(0, start) + ' '.repeat(end + 1 - start) + rest.slice(end + 1);
  }
  return /\d/.test(rest);
}

function isNear(resolved: string, localNow: string): boolean {
  const date = /^\d{4}-\d\d-\d\d/.exec(resolved)?.[0];
  return date === undefined || Date.parse(date) - Date.parse(localNow.slice(0, 10)) <= MAX_DAYS_AHEAD * DAY_MS;
}
