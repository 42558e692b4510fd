import type { StartUp } from '../startUp.ts';
import type { BenchReport } from './benchReport.ts';

/** Writes a report as plain text: ratios first, because they alone can be compared with other machines. */
export function formatReport(report: BenchReport): string {
  const { load, startUp, understanding, pages, verdicts } = report;
  return [
    `${report.machine}; ${report.isQuick ? 'quick run' : 'full run'}, ${report.seconds.toFixed(0)} s`,
    '',
    `Turns: 8 clients, medians of ${load.rounds} interleaved rounds, CPU of the server process (all threads)`,
    formatTable([
      ['', 'CPU × restify', 'CPU µs/turn', 'turns/s', 'p50 ms', 'p99 ms'],
      ...load.rows.map((row) => [
        row.name,
        row.cpuRatio.toFixed(1),
        row.cpuUsPerTurn.toFixed(0),
        row.turnsPerSecond.toFixed(0),
        row.p50Ms.toFixed(1),
        row.p99Ms.toFixed(1),
      ]),
    ]),
    `${(load.answeredShare * 100).toFixed(0)} % of the questions got an answer card`,
    '',
    'Understanding one message: CPU µs',
    formatTable([
      ['', 'p50', 'p99', 'mean', 'messages'],
      ...Object.entries(understanding).map(([tag, cost]) => [
        tag,
        cost.p50Us.toFixed(0),
        cost.p99Us.toFixed(0),
        cost.meanUs.toFixed(0),
        String(cost.messages),
      ]),
    ]),
    '',
    'First load of the chat page: bytes after brotli (the texts are in the html)',
    formatTable([
      ['', 'html', 'css', 'js', 'icon', 'total'],
      ...Object.entries(pages).map(([tag, { html, css, js, icon, total }]) => [
        tag,
        ...[html, css, js, icon, total].map(String),
      ]),
    ]),
    '',
    'Start until ready',
    formatTable([
      ['', 'seconds', 'CPU s', 'RSS MB'],
      formatStart('warm caches', startUp.warm),
      ...(startUp.cold ? [formatStart('empty caches', startUp.cold)] : []),
    ]),
    `RSS of the server: ${load.rssAfterStartMb.toFixed(0)} MB after the start, ${load.rssAfterLoadMb.toFixed(0)} MB after ${load.turns} turns`,
    '',
    'Limits',
    ...verdicts.map(({ limit, measured, isKept }) => `${isKept ? 'kept  ' : 'BROKEN'}  ${limit}: ${measured}`),
    '',
  ].join('\n');
}

function formatStart(name: string, { readyMs, cpuMs, rssMb }: StartUp): string[] {
  return [name, (readyMs / 1_000).toFixed(1), (cpuMs / 1_000).toFixed(1), rssMb.toFixed(0)];
}

/** Columns as wide as their longest cell; the first one left, numbers right. */
function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
