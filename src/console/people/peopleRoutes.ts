import { z } from 'zod';
import type { HttpResponse, Route } from '#src/domain/httpRoute.ts';
import type { StaffAccount, StaffId } from '#src/domain/staff.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { pageResponse, redirectTo } from '../page/respond.ts';
import { refuseUnknownPage, type StaffCall, staffForm, staffPage } from '../staffRoutes.ts';
import { PEOPLE_RESULTS, type PeopleResult, renderPeoplePage } from './peoplePage.ts';

const NO_FIELDS = z.object({});

/** What an administrator sees and does with accounts. Making them and their secrets stays with the command line. */
export function createPeopleRoutes(options: ConsoleOptions): readonly Route[] {
  const { directory, sessions } = options;
  return [
    staffPage(options, 'people.view', '/staff/people', (call) => showPeople(options, call)),
    staffForm(options, 'people.manage', {
      path: '/staff/people/:id/end-sessions',
      fields: NO_FIELDS,
      change: (call) => change(options, call, 'ended', ({ id }, by) => sessions.endAll(id, by)),
    }),
    staffForm(options, 'people.manage', {
      path: '/staff/people/:id/disable',
      fields: NO_FIELDS,
      change: (call) => {
        // The last administrator would lock everybody out of this page by a wrong tap.
        if (call.request.params['id'] === call.member.id) return Promise.resolve(redirectTo(peopleAddress('own')));
        return change(options, call, 'disabled', ({ login }, by) => directory.disable(login, by));
      },
    }),
    staffForm(options, 'people.manage', {
      path: '/staff/people/:id/enable',
      fields: NO_FIELDS,
      change: (call) => change(options, call, 'enabled', ({ login }, by) => directory.enable(login, by)),
    }),
  ];
}

async function showPeople(options: ConsoleOptions, { request, context, member }: StaffCall): Promise<HttpResponse> {
  const [accounts, sessions] = await Promise.all([options.directory.list(), options.sessions.count()]);
  const result = PEOPLE_RESULTS.find((name) => name === request.query.get('result'));
  return pageResponse(200, renderPeoplePage(context, { accounts, sessions, self: member.id, result }));
}

async function change(
  { directory }: ConsoleOptions,
  { request, context, member }: StaffCall,
  result: PeopleResult,
  perform: (account: StaffAccount, by: { readonly kind: 'staff'; readonly id: StaffId }) => Promise<unknown>,
): Promise<HttpResponse> {
  const account = await directory.find((request.params['id'] ?? '') as StaffId);
  if (!account) return refuseUnknownPage(context);
  await perform(account, { kind: 'staff', id: member.id });
  return redirectTo(peopleAddress(result));
}

function peopleAddress(result: PeopleResult): string {
  return `/staff/people?result=${result}`;
}
