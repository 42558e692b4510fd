import { z } from 'zod';
import { NEIGHBOURS } from '#src/domain/neighbour.ts';
import { TOPIC_GROUPS } from '#src/domain/topic.ts';

const day = z.iso.date();
const countryOrBoth = z.enum(['BE', 'LU', 'both']);

/** `locales/manifest.json`: the languages offered, in the order of the menu. */
export const manifestSchema = z.strictObject({
  languages: z
    .array(
      z.strictObject({
        tag: z.string().regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/),
        name: z.string().min(1),
        direction: z.enum(['ltr', 'rtl']),
        script: z.string().regex(/^[A-Z][a-z]{3}$/),
        review: z.enum(['draft', 'reviewed']),
      }),
    )
    .min(1),
});

/** `locales/catalog.json`: what is true of a topic in every language. */
export const catalogSchema = z.record(
  z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  z.strictObject({
    group: z.enum(TOPIC_GROUPS),
    priority: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    risk: z.enum(['low', 'high']),
    scope: countryOrBoth,
    luFallback: z.boolean().default(false),
    luTopic: z.string().optional(),
    facts: z.array(z.string()),
    checkedOn: day,
    validUntil: day,
    related: z.array(z.string()),
  }),
);
export type CatalogEntry = z.infer<typeof catalogSchema>[string];

/** `locales/contacts.json`: the one table of phone numbers, links and addresses (rule R04), most urgent first. */
export const contactsSchema = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z][A-Za-z]*$/),
    kind: z.enum(['phone', 'link', 'address']),
    value: z.string().min(1),
    tel: z
      .string()
      .regex(/^\+?\d{3,15}$/)
      .optional(),
    url: z.url({ protocol: /^https$/ }).optional(),
    country: countryOrBoth,
    state: z.enum(['show', 'hold']),
    /** True for the numbers of the emergency card. */
    emergency: z.boolean().default(false),
    languages: z.array(z.string()).default([]),
    fact: z.string().optional(),
    verifiedOn: day,
    source: z.string().min(1),
    note: z.string().optional(),
  }),
);
export type ContactEntry = z.infer<typeof contactsSchema>[number];

/** `locales/facts.json`: the facts pack every text is written from. */
export const factsSchema = z.array(
  z.object({
    id: z.string().regex(/^[FPR]\d{2,3}$/),
    statement: z.string().min(1),
    sources: z.array(z.object({ url: z.url(), date: z.string().nullable() })),
    use: z.enum(['say', 'soft', 'refer', 'intern']),
    country: countryOrBoth,
  }),
);
export type Fact = z.infer<typeof factsSchema>[number];

const variant = z.strictObject({ paragraphs: z.array(z.string().min(1)).min(1) });

/** One answer of `locales/<lang>/answers.json` with its variants. */
export const answerSchema = z.strictObject({
  title: z.string().min(1),
  /** Belgium, or both countries. */
  paragraphs: z.array(z.string().min(1)).min(1),
  lu: variant.optional(),
  /** Crisis topics: the country is unknown. */
  both: variant.optional(),
  /** Demonstration mode: nobody of IOM reads requests. */
  demo: variant.extend({ lu: variant.optional() }).optional(),
});
export type AnswerEntry = z.infer<typeof answerSchema>;
export const answersSchema = z.record(z.string(), answerSchema);

/** `locales/places.json`: country → names that show a person speaks of it, in any language and spelling. */
export const placesSchema = z.strictObject({ LU: z.array(z.string().min(3)).optional() });

/** `locales/<lang>/phrases.json`: topic → how people ask for it. */
export const phrasesSchema = z.record(z.string(), z.array(z.string().min(1)));

/** `locales/<lang>/neighbours.json`: near subject outside ours → what is said, and how people ask for it. */
export const neighboursSchema = z.record(
  z.enum(NEIGHBOURS),
  z.strictObject({ text: z.string().min(1), phrases: z.array(z.string().min(1)) }),
);

/** `locales/<lang>/harmless.json`: messages that sound like danger and are none. */
export const harmlessSchema = z.array(z.string().min(1));

/** `locales/<lang>/crisis.json`: crisis topic → expressions that always mean it. */
export const crisisWordsSchema = z.record(z.string(), z.array(z.string().min(2)));

/** `locales/<lang>/wording.json`: what the answers of a language may not say. */
export const wordingSchema = z.strictObject({
  /** Words for money: no number may stand beside them. */
  currencies: z.array(z.string().min(1)),
  /** Expressions that promise or push. */
  forbidden: z.array(z.string().min(3)),
});

/** `locales/<lang>/reviews.json`: who has confirmed which text. A changed text is a draft again by itself. */
export const reviewsSchema = z.record(
  z.string(),
  z.strictObject({ textHash: z.string(), by: z.string().min(1), on: day }),
);

/** The part of `locales/<lang>/bot.json` that answers need: what a person reads when a text may not be shown. */
export const referralSchema = z.object({
  referral: z.strictObject({
    be: z.array(z.string().min(1)).min(1),
    lu: z.array(z.string().min(1)).min(1),
    unknown: z.array(z.string().min(1)).min(1),
  }),
});
