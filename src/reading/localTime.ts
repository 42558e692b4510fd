/** The clock on a wall in Brussels (Luxembourg keeps the same time), as `YYYY-MM-DDTHH:MM`. */
export function brusselsTime(epochMs: number): string {
  // The Swedish form is ISO 8601 with a space.
  return BRUSSELS.format(epochMs).replace(' ', 'T');
}

const BRUSSELS = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Brussels',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
