import type { AuditAction } from '#src/domain/audit.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import type { KeptQuestion, PhraseAdditions, QuestionDesk } from '#src/domain/unansweredQuestions.ts';
import type { Stores, UnitOfWork } from '#src/domain/unitOfWork.ts';
import { type Fingerprint, groupQuestions } from './groupQuestions.ts';

export interface QuestionDeskOptions {
  readonly unitOfWork: UnitOfWork;
  readonly fingerprint: Fingerprint;
}

/** Sentences of one language that are read at once: comparing each with each must not hold the server up. */
const MAX_SHOWN = 400;

/** Sentences of one download. */
const MAX_DOWNLOADED = 5_000;

/** What editors do with sentences that were not understood. Whoever reads or changes them stands in the trail. */
export function createQuestionDesk({ unitOfWork, fingerprint }: QuestionDeskOptions): QuestionDesk {
  async function audit(
    { audit }: Stores,
    member: StaffMember,
    action: AuditAction,
    detail: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    await audit.append({ actor: { kind: 'staff', id: member.id }, action, subject: '', detail });
  }

  /** A change of some sentences, with its record in the same transaction; without one if there was nothing to change. */
  function change(
    member: StaffMember,
    action: AuditAction,
    detail: Readonly<Record<string, string>>,
    perform: (stores: Stores) => Promise<number>,
  ): Promise<number> {
    return unitOfWork.run(async (stores) => {
      const count = await perform(stores);
      if (count > 0) await audit(stores, member, action, { ...detail, count });
      return count;
    });
  }

  return {
    counts: () => unitOfWork.run(({ questions }) => questions.counts()),

    async open(member, locale) {
      const listed = await unitOfWork.run(async (stores) => {
        const found = await stores.questions.list(locale, MAX_SHOWN + 1);
        if (found.length > 0)
          await audit(stores, member, 'questions.opened', { language: locale, count: found.length });
        return found;
      });
      const shown = listed.slice(0, MAX_SHOWN);
      const readable = shown.filter(hasText);
      return {
        groups: groupQuestions(
          readable.filter(({ topic }) => topic === undefined),
          fingerprint,
        ),
        assigned: readable.filter(({ topic }) => topic !== undefined),
        unreadable: shown.length - readable.length,
        hasMore: listed.length > MAX_SHOWN,
      };
    },

    assign: (member, locale, ids, topic) =>
      change(member, 'questions.assigned', { language: locale, topic }, ({ questions }) =>
        questions.assign(locale, ids, topic),
      ),

    putBack: (member, locale, ids) =>
      change(member, 'questions.putBack', { language: locale }, ({ questions }) =>
        questions.assign(locale, ids, undefined),
      ),

    async dismiss(member, locale, ids) {
      const count = await change(member, 'questions.dismissed', { language: locale }, ({ questions }) =>
        questions.dismiss(locale, ids),
      );
      if (count > 0) await unitOfWork.scrub();
      return count;
    },

    download: (member, locale) =>
      unitOfWork.run(async (stores) => {
        const listed = await stores.questions.list(locale, MAX_DOWNLOADED);
        const additions = collectAdditions(listed.filter(hasText));
        const count = Object.values(additions).flat().length;
        await audit(stores, member, 'questions.downloaded', { language: locale, count });
        return additions;
      }),
  };
}

/** Each sentence once, by topic, as `locales/<tag>/phrases.json` holds them: without the marks of what was taken out. */
function collectAdditions(questions: readonly (KeptQuestion & { readonly text: string })[]): PhraseAdditions {
  const byTopic = new Map<string, Set<string>>();
  for (const { topic, text } of questions) {
    const phrase = text.replaceAll('…', ' ').replace(/\s+/gu, ' ').trim();
    if (topic === undefined || phrase === '') continue;
    byTopic.set(topic, (byTopic.get(topic) ?? new Set()).add(phrase));
  }
  const topics = [...byTopic.keys()].sort();
  return Object.fromEntries(topics.map((topic) => [topic, [...(byTopic.get(topic) ?? [])].sort()]));
}

function hasText(question: KeptQuestion): question is KeptQuestion & { readonly text: string } {
  return question.text !== undefined;
}
