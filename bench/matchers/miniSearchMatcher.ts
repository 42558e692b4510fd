import MiniSearch from 'minisearch';
import type { Matcher, Phrases } from './matcher.ts';

/** MiniSearch (MIT) over the phrases, typing errors and prefixes allowed: what a search box would do. */
export function indexMiniSearch(phrases: Phrases): Matcher {
  const index = new MiniSearch<{ readonly id: number; readonly topic: string; readonly text: string }>({
    fields: ['text'],
    storeFields: ['topic'],
    searchOptions: { fuzzy: 0.2, prefix: true },
  });
  const entries = Object.entries(phrases).flatMap(([topic, texts]) => texts.map((text) => ({ topic, text })));
  index.addAll(entries.map((entry, id) => ({ id, ...entry })));
  return {
    async rank(text) {
      const best = new Map<string, number>();
      for (const { topic, score } of index.search(text)) best.set(topic, Math.max(best.get(topic) ?? 0, score));
      return [...best].map(([topic, score]) => ({ topic, score })).sort((a, b) => b.score - a.score);
    },
  };
}
