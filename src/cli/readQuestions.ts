import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';

/** Ways of writing a question is labelled with. */
export const STYLES = [
  'plain',
  'keyword',
  'typo',
  'colloquial',
  'narrative',
  'mixed',
  'translit',
  'direct',
  'indirect',
  'neighbour',
] as const;

/** The topic of a message that only must not raise an alarm: which topic answers it is not judged. */
export const NO_TOPIC = 'none';

const questionSchema = z.object({
  id: z.string(),
  lang: z.string(),
  text: z.string().min(1),
  topic: z.string(),
  accept: z.array(z.string()),
  style: z.enum(STYLES),
});
/** One labelled question (see test/understanding/README.md). */
export type Question = z.infer<typeof questionSchema>;

/** A message of which only the language is known. */
export interface LanguageSample {
  readonly lang: string;
  readonly text: string;
}

/**
 * Reads question files: `*.jsonl` with labelled questions, `langid-<lang>.txt` with one message a line.
 * @throws {Error} that names file and line if one cannot be read.
 */
export function readQuestions(files: readonly string[]): { questions: Question[]; samples: LanguageSample[] } {
  const questions: Question[] = [];
  const samples: LanguageSample[] = [];
  for (const file of files) {
    const lines = readFileSync(file, 'utf8').split('\n');
    const language = /^langid-([a-z]{2,3}(?:-[A-Za-z]+)?)\.txt$/.exec(basename(file))?.[1];
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '') continue;
      if (language !== undefined) samples.push({ lang: language, text: line.trim() });
      else questions.push(parseQuestion(line, `${file}:${index + 1}`));
    }
  }
  return { questions, samples };
}

function parseQuestion(line: string, place: string): Question {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`${place}: this line is not valid JSON`);
  }
  const parsed = questionSchema.safeParse(value);
  if (!parsed.success) throw new Error(`${place}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
