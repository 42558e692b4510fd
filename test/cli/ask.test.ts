import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

const lines = [
  { id: 'a', text: 'How do I apply for voluntary return?' },
  { id: 2, text: 'I want to kill myself' },
  { id: 'c', text: 'I want to talk to a real person please' },
  { id: 'd', text: 'hello', locale: 'fr-BE', country: 'LU', context: { language: 'fr', topic: 'travel-luggage' } },
  { id: 'e', text: 'Chciałbym wiedzieć, ile bagażu mogę zabrać ze sobą do samolotu' },
  { id: 'f', text: 'papers' },
];

let answers: any[];
let status: number | null;

beforeAll(() => {
  const input = [...lines.map((line) => JSON.stringify(line)), 'not json', '{"id":"g"}', ''].join('\n');
  const run = spawnSync(process.execPath, [join(ROOT, 'src/cli/ask.ts')], { input, encoding: 'utf8', cwd: ROOT });
  answers = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  ({ status } = run);
}, 600_000);

describe('npm run ask', () => {
  it('answers line by line, in order, with the six fields of the contract', () => {
    expect(answers.map(({ id }) => id)).toEqual(['a', 2, 'c', 'd', 'e', 'f', null, null]);
    for (const answer of answers.slice(0, 6)) {
      expect(Object.keys(answer)).toEqual(['id', 'language', 'kind', 'topic', 'topics', 'confidence']);
      expect(answer.topics.length > 0).toBe(answer.kind === 'suggested');
      expect(answer.topic === null).toBe(answer.kind === 'suggested' || answer.kind === 'notUnderstood');
      expect(answer.confidence === 0).toBe(answer.kind === 'notUnderstood');
    }
  });

  it('shows the decision the bot takes', () => {
    expect(answers[0]).toMatchObject({ language: 'en', kind: 'answered', topic: 'apply-how' });
    expect(answers[1]).toMatchObject({ kind: 'crisis', topic: 'safety-suicide' });
    expect(answers[2]).toMatchObject({ kind: 'handoffOffered', topic: 'contact-ask-human' });
    expect(answers[4]).toMatchObject({ language: 'other', kind: 'notUnderstood' });
  });

  it('says what is wrong with a bad line, goes on, and ends with exit code 1', () => {
    expect(answers[6]).toEqual({ id: null, error: 'This line is not valid JSON.' });
    expect(answers[7]).toMatchObject({ id: null, error: expect.stringContaining('text') });
    expect(status).toBe(1);
  });
});
