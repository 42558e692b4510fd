import { z } from 'zod';
import { defineRoute, jsonResponse, type Route } from '#src/domain/httpRoute.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { redirectTo } from '../page/respond.ts';
import { PERMISSIONS } from '../permissions.ts';
import { type StaffCall, staffForm } from '../staffRoutes.ts';
import { endedSessionCookie } from './sessionCookie.ts';

const NO_FIELDS = z.object({});

/** What every signed-in member may do with their own session. */
export function createSessionRoutes(options: ConsoleOptions): readonly Route[] {
  // The sessions write the sign-out to the audit trail.
  const leave = ({ request }: StaffCall) =>
    redirectTo('/staff?signed-out', {
      'set-cookie': endedSessionCookie(request),
      'clear-site-data': '"cache"',
    });
  return [
    staffForm(options, 'session.own', {
      path: '/staff/sign-out',
      fields: NO_FIELDS,
      change: async (call) => {
        await options.sessions.end(call.request.principal.token);
        return leave(call);
      },
    }),
    staffForm(options, 'session.own', {
      path: '/staff/sign-out-everywhere',
      fields: NO_FIELDS,
      change: async (call) => {
        await options.sessions.end(call.request.principal.token);
        await options.sessions.endAll(call.member.id);
        return leave(call);
      },
    }),
    // The page's script asks here whether the session still lives, and says that somebody is still there.
    defineRoute<'staff'>({
      method: 'GET',
      path: '/staff/session',
      auth: 'staff',
      roles: PERMISSIONS['session.own'],
      headerClass: 'api',
      handle: async ({ principal }) => jsonResponse(200, { endsAt: principal.session.endsAt }),
    }),
  ];
}
