/**
 * Frequent questions that are near our subject and outside it. Each has an honest answer of its own – not our subject,
 * here is where to ask – as a variant of the topic `chat-off-topic`: `locales/<lang>/neighbours.json`.
 */
export const NEIGHBOURS = [
  'driving-licence',
  'family-reunification',
  'work-permit',
  'housing',
  'language-course',
  'nationality',
  'study',
  'marriage',
  'other-country',
  'daily-life',
] as const;
export type Neighbour = (typeof NEIGHBOURS)[number];
