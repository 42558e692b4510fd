/** What a spreadsheet takes for the beginning of a formula, also behind blanks. The wide forms count in East Asian ones. */
const FORMULA = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/**
 * A table as a spreadsheet opens it: UTF-8 with its mark, every cell quoted, and nothing that would run (M-23). A cell
 * that begins like a formula, in any of its lines, gets an apostrophe before it: `+32 470 …` stays readable.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => `${row.map(quoteCell).join(',')}\r\n`);
  return `\ufeff${lines.join('')}`;
}

function quoteCell(text: string): string {
  const guarded = text.replace(/[^\r\n]+/g, (line) =>
    FORMULA.test(line) || line.startsWith('\t') ? `'${line}` : line,
  );
  const safe = /^[\t\r]/.test(guarded) ? `'${guarded}` : guarded;
  return `"${safe.replaceAll('"', '""')}"`;
}
