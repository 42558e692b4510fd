import { type Html, html } from '../page/html.ts';

/** One value of one week. Without a height nothing may be shown, and a dashed mark says so. */
export interface ChartValue {
  readonly height: number | undefined;
  readonly text: string;
}

export interface ChartSeries {
  readonly name: string;
  readonly values: readonly ChartValue[];
}

export interface ChartParts {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, for whoever does not see it. */
  readonly description: string;
  readonly arrangement: 'stacked' | 'sideBySide';
  /** One per week, short. */
  readonly columns: readonly string[];
  readonly series: readonly ChartSeries[];
  /** Lines across the picture, with what they stand for. The highest is the top. */
  readonly ticks: readonly { readonly height: number; readonly text: string }[];
}

// The picture is drawn for a phone, so that its words stay readable there; a desk shows it larger.
const WIDTH = 400;
const HEIGHT = 210;
const LEFT = 46;
const RIGHT = 4;
const TOP = 10;
const BOTTOM = 22;
const BASE = HEIGHT - BOTTOM;
const MAX_LABELS = 6;
const MARK_HEIGHT = 4;

/** Columns of a value per week, as a picture with words for those who do not see it. Colours are in the style sheet. */
export function renderChart(parts: ChartParts): Html {
  const { id, title, description, columns, ticks } = parts;
  const top = Math.max(...ticks.map(({ height }) => height), 1);
  const yOf = (height: number): number => BASE - (height / top) * (BASE - TOP);
  const step = (WIDTH - LEFT - RIGHT) / Math.max(columns.length, 1);
  const labelEvery = Math.ceil(columns.length / MAX_LABELS);
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${title}</title><desc id="${id}-text">${description}</desc>
${ticks.map(
  ({ height, text }) =>
    html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(yOf(height))}" y2="${round(yOf(height))}"/><text class="tick" x="${LEFT - 6}" y="${round(yOf(height) + 4)}" text-anchor="end">${text}</text>`,
)}
${columns.map((label, i) => {
  const x = LEFT + i * step;
  return html`${parts.arrangement === 'stacked' ? renderStack(parts, i, x, step, yOf) : renderSideBySide(parts, i, x, step, yOf)}${
    i % labelEvery === 0 &&
    html`<text class="tick" x="${round(x + step / 2)}" y="${HEIGHT - 6}" text-anchor="middle">${label}</text>`
  }`;
})}
</svg>`;
}

/** Round heights for lines across a picture of counts: three of them, the highest not below the largest value. */
export function roundTicks(values: readonly number[]): readonly number[] {
  const largest = Math.max(10, ...values);
  const power = 10 ** Math.floor(Math.log10(largest));
  const top =
    [1, 2, 3, 4, 6, 8, 10].map((factor) => factor * power).find((candidate) => candidate >= largest) ?? largest;
  return [0, top / 2, top];
}

function renderStack(parts: ChartParts, week: number, x: number, step: number, yOf: (height: number) => number): Html {
  const width = Math.min(step * 0.72, 40);
  const left = x + (step - width) / 2;
  let sum = 0;
  let hasHidden = false;
  const pieces = parts.series.map(({ name, values }, i) => {
    const value = values[week];
    if (value?.height === undefined) {
      hasHidden = true;
      return false;
    }
    const from = sum;
    sum += value.height;
    return renderBar(i, left, yOf(sum), width, yOf(from) - yOf(sum), `${parts.columns[week]} · ${name}: ${value.text}`);
  });
  const texts = parts.series.map(({ name, values }) => `${name}: ${values[week]?.text}`).join(', ');
  return html`${pieces}${hasHidden && renderMark(left, yOf(sum), width, `${parts.columns[week]} · ${texts}`)}`;
}

function renderSideBySide(
  parts: ChartParts,
  week: number,
  x: number,
  step: number,
  yOf: (height: number) => number,
): Html {
  const width = Math.min((step * 0.76) / parts.series.length, 18);
  const left = x + (step - width * parts.series.length) / 2;
  return html`${parts.series.map(({ name, values }, i) => {
    const value = values[week];
    const words = `${parts.columns[week]} · ${name}: ${value?.text}`;
    if (value?.height === undefined) return renderMark(left + i * width, BASE, width, words);
    return renderBar(i, left + i * width, yOf(value.height), width, BASE - yOf(value.height), words);
  })}`;
}

function renderBar(series: number, x: number, y: number, width: number, height: number, words: string): Html {
  return html`<rect class="bar s${series + 1}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"><title>${words}</title></rect>`;
}

function renderMark(x: number, base: number, width: number, words: string): Html {
  return html`<rect class="few" x="${round(x + 1)}" y="${round(base - MARK_HEIGHT - 1)}" width="${round(Math.max(width - 2, 1))}" height="${MARK_HEIGHT}"><title>${words}</title></rect>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
