/** A number that only grows. Label values come from closed sets in the code, never from people. */
export interface Counter {
  /** @param labels - One value per label name of the counter, in that order. */
  add(labels?: readonly string[], by?: number): void;
}

/** The numbers the program shows to its operators, in the text format of Prometheus. */
export interface Metrics {
  counter(name: string, help: string, labelNames?: readonly string[]): Counter;
  /** A value read at the moment somebody looks. */
  gauge(name: string, help: string, read: () => number): void;
  /** The exposition text, version 0.0.4. */
  render(): string;
}

/** More combinations of labels than this in one counter are a mistake: further ones are counted as `other`. */
const MAX_SERIES = 500;

// Route patterns, codes, language tags: nothing that a person typed can look like a sentence.
const SAFE_LABEL = /^[\w.:/*-]{1,96}$/;

interface Series {
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  read(): readonly (readonly [labels: string, value: number])[];
}

/** Makes an empty registry. Asking twice for a counter of one name gives the same counter. */
export function createMetrics(): Metrics {
  const registry = new Map<string, Series>();
  const counters = new Map<string, Counter>();
  return {
    counter(name, help, labelNames = []) {
      const known = counters.get(name);
      if (known) return known;
      const values = new Map<string, number>();
      if (labelNames.length === 0) values.set('', 0);
      const counter: Counter = {
        add(labels = [], by = 1) {
          const wanted = formatLabels(labelNames, labels);
          const isFull = values.size >= MAX_SERIES && !values.has(wanted);
          const key = isFull ? formatLabels(labelNames, []) : wanted;
          values.set(key, (values.get(key) ?? 0) + by);
        },
      };
      counters.set(name, counter);
      registry.set(name, { help, type: 'counter', read: () => [...values] });
      return counter;
    },
    gauge(name, help, read) {
      registry.set(name, { help, type: 'gauge', read: () => [['', read()]] });
    },
    render() {
      let text = '';
      for (const [name, series] of registry) {
        text += `# HELP ${name} ${series.help}\n# TYPE ${name} ${series.type}\n`;
        for (const [labels, value] of series.read()) text += `${name}${labels} ${value}\n`;
      }
      return text;
    },
  };
}

function formatLabels(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return '';
  const pairs = names.map((name, index) => {
    const value = values[index] ?? 'other';
    return `${name}="${SAFE_LABEL.test(value) ? value : 'other'}"`;
  });
  return `{${pairs.join(',')}}`;
}
