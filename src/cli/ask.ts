import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Consider } from '#src/answering/considerAdvice.ts';
import type { KnowledgeBase, Utterance } from '#src/domain/answering.ts';
import { negotiateLocale } from '#src/i18n/negotiateLocale.ts';
import { type Decision, formatDecision } from './formatDecision.ts';
import { openAnswering } from './openAnswering.ts';

const lineSchema = z.object({
  id: z.union([z.string(), z.number(), z.null()]),
  text: z.string(),
  locale: z.string().nullish(),
  country: z.enum(['BE', 'LU']).nullish(),
  context: z.object({ language: z.string().nullish(), topic: z.string().nullish() }).nullish(),
});
type Line = z.infer<typeof lineSchema>;

/**
 * `npm run -s ask`: questions as JSON lines on stdin, the bot's decisions as JSON lines on stdout, in the same order.
 * Exit code 1 if a line was bad.
 */
async function ask(): Promise<void> {
  const { knowledge, consider, semanticReady } = await openAnswering();
  await semanticReady;
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const answer = await answerLine(line, consider, knowledge);
    if ('error' in answer) process.exitCode = 1;
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

async function answerLine(
  line: string,
  consider: Consider,
  knowledge: KnowledgeBase,
): Promise<({ readonly id: Line['id'] } & Decision) | { readonly id: null; readonly error: string }> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { id: null, error: 'This line is not valid JSON.' };
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return { id: null, error: z.prettifyError(parsed.error) };
  return { id: parsed.data.id, ...formatDecision(await consider(toUtterance(parsed.data, knowledge))) };
}

function toUtterance({ text, locale, country, context }: Line, knowledge: KnowledgeBase): Utterance {
  const language = findLanguage(context?.language, 'chosen', knowledge) ?? findLanguage(locale, 'browser', knowledge);
  const previousTopic = context?.topic ? knowledge.findTopic(context.topic)?.id : undefined;
  return { text, ...(language && { language }), ...(country && { country }), ...(previousTopic && { previousTopic }) };
}

/** `fr-BE` is understood as `fr`, as the bot does; a language we do not offer is no hint. */
function findLanguage(
  wished: string | null | undefined,
  origin: 'chosen' | 'browser',
  knowledge: KnowledgeBase,
): Utterance['language'] {
  const tag = negotiateLocale(
    wished ?? undefined,
    knowledge.languages.map((language) => language.tag),
  );
  return tag === undefined ? undefined : { tag, origin };
}

await ask();
