import { containerBootstrap } from '@nlpjs/core';
import { Nlp } from '@nlpjs/nlp';
import type { Matcher, Phrases } from './matcher.ts';

/** Languages nlp.js has a stemmer for; the others are split into words only. */
const STEMMERS: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>> = {
  ar: () => import('@nlpjs/lang-ar'),
  de: () => import('@nlpjs/lang-de'),
  en: () => import('@nlpjs/lang-en'),
  es: () => import('@nlpjs/lang-es'),
  fa: () => import('@nlpjs/lang-fa'),
  fr: () => import('@nlpjs/lang-fr'),
  nl: () => import('@nlpjs/lang-nl'),
  pt: () => import('@nlpjs/lang-pt'),
  ro: () => import('@nlpjs/lang-ro'),
  ru: () => import('@nlpjs/lang-ru'),
  tr: () => import('@nlpjs/lang-tr'),
  uk: () => import('@nlpjs/lang-uk'),
};

/** The score from which nlp.js answers if nothing else is set. */
export const NLP_JS_THRESHOLD = 0.5;

/** Its own defaults, but for the line it prints after every epoch. */
const QUIET_DEFAULTS = {
  keepStopwords: true,
  nonefeatureValue: 1,
  nonedeltaMultiplier: 1.2,
  spellCheck: false,
  spellCheckDistance: 1,
  filterZeros: true,
  log: false,
};

/** nlp.js (MIT, AXA) with its neural classifier, trained with its own defaults. Takes about twenty seconds. */
export async function trainNlpJs(language: string, phrases: Phrases): Promise<Matcher> {
  const container = await containerBootstrap();
  container.registerConfiguration('nlu-??', QUIET_DEFAULTS, true);
  container.use(Nlp);
  const stemmer = await STEMMERS[language]?.();
  const plugin = stemmer?.[`Lang${language.charAt(0).toUpperCase()}${language.slice(1)}`];
  if (plugin) container.use(plugin);
  const nlp = container.get('nlp');
  Object.assign(nlp.settings, { autoSave: false });
  nlp.addLanguage(language);
  for (const [topic, texts] of Object.entries(phrases)) {
    for (const text of texts) nlp.addDocument(language, text, topic);
  }
  await nlp.train();
  return {
    async rank(text) {
      const { classifications } = await nlp.process(language, text);
      return classifications.map(({ intent, score }) => ({ topic: intent, score }));
    },
  };
}
