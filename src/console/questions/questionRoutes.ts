import { z } from 'zod';
import { type HttpResponse, jsonResponse, type Route } from '#src/domain/httpRoute.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { pageResponse, redirectTo } from '../page/respond.ts';
import { type StaffCall, staffForm, staffPage } from '../staffRoutes.ts';
import { QUESTION_RESULTS, type QuestionResult, renderQuestionPage } from './questionPage.ts';

const LANGUAGE = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z]{2,4})?$/);
const ID = /^[0-9a-f]{32}$/;

/** Beside these, one field per chosen sentence (`q.<id>`) or group (`g.<id>`: the ids of all its sentences). */
const SORT_FIELDS = z
  .object({ language: LANGUAGE, action: z.enum(['assign', 'putBack', 'dismiss']), topic: z.string().optional() })
  .catchall(z.string());

/** What editors do with sentences that were not understood. Reading and changing is audited by the desk. */
export function createQuestionRoutes(options: ConsoleOptions): readonly Route[] {
  return [
    staffPage(options, 'question.view', '/staff/questions', (call) => showQuestions(options, call)),
    staffForm(options, 'question.sort', {
      path: '/staff/questions/sort',
      fields: SORT_FIELDS,
      change: (call, fields) => sort(options, call, fields),
    }),
    staffForm(options, 'question.download', {
      path: '/staff/questions/download',
      fields: z.object({ language: LANGUAGE }),
      change: async ({ member }, { language }) =>
        jsonResponse(200, await options.questions.download(member, language), {
          'content-disposition': `attachment; filename="phrases-additions.${language}.json"`,
        }),
    }),
  ];
}

async function showQuestions(options: ConsoleOptions, { request, context, member }: StaffCall): Promise<HttpResponse> {
  const { questions } = options;
  const counts = await questions.counts();
  const wished = request.query.get('language');
  const language = counts.find(({ locale }) => locale === wished)?.locale;
  const board = language === undefined ? undefined : await questions.open(member, language);
  const result = QUESTION_RESULTS.find((each) => each === request.query.get('result'));
  return pageResponse(200, renderQuestionPage(context, { counts, language, board, result }));
}

async function sort(
  { questions, topicIds }: ConsoleOptions,
  { member }: StaffCall,
  { language, action, topic, ...fields }: z.infer<typeof SORT_FIELDS>,
): Promise<HttpResponse> {
  const ids = readIds(fields);
  if (ids.length === 0) return backTo(language, 'nothingChosen');
  switch (action) {
    case 'assign': {
      const known = topicIds.find((id) => id === topic);
      if (known === undefined) return backTo(language, 'noTopic');
      await questions.assign(member, language, ids, known);
      return backTo(language, 'assigned');
    }
    case 'putBack':
      await questions.putBack(member, language, ids);
      return backTo(language, 'putBack');
    case 'dismiss':
      await questions.dismiss(member, language, ids);
      return backTo(language, 'dismissed');
  }
}

function readIds(fields: Readonly<Record<string, string>>): readonly string[] {
  const ids = Object.entries(fields).flatMap(([name, value]) => {
    if (name.startsWith('q.')) return [name.slice(2)];
    return name.startsWith('g.') ? value.split(',') : [];
  });
  return [...new Set(ids.filter((id) => ID.test(id)))];
}

function backTo(language: LocaleTag, result: QuestionResult): HttpResponse {
  return redirectTo(`/staff/questions?language=${language}&result=${result}`);
}
