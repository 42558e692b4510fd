import type { z } from 'zod';
import { defineRoute, type HttpRequest, type HttpResponse, type Route } from '#src/domain/httpRoute.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import type { ConsoleOptions } from './consoleOptions.ts';
import { explainOutage } from './page/explainOutage.ts';
import { renderMessagePage } from './page/messagePage.ts';
import { createPageContext, type PageContext } from './page/pageContext.ts';
import { pageResponse } from './page/respond.ts';
import { type ConsoleAction, PERMISSIONS } from './permissions.ts';
import { isCsrfSecret, isFromOurPage } from './session/checkForm.ts';

/** A request of a signed-in member who may do this. */
export interface StaffCall {
  readonly request: HttpRequest<'staff'>;
  readonly context: PageContext;
  readonly member: StaffMember;
}

/** A page that staff read. Its roles come from the permission table. */
export function staffPage(
  options: ConsoleOptions,
  action: ConsoleAction,
  path: string,
  show: (call: StaffCall) => Promise<HttpResponse>,
): Route {
  return defineRoute<'staff'>({
    method: 'GET',
    path,
    auth: 'staff',
    roles: PERMISSIONS[action],
    headerClass: 'staffPage',
    handle: async (request) => {
      const call = describeCall(options, request);
      return explainOutage(call.context, undefined, () => show(call));
    },
  });
}

/**
 * A form that changes something: checked to come from a page of this very session before anything else (M-17), then
 * parsed. `rescue` names the field whose text is given back if the database does not take it.
 */
export function staffForm<Fields extends z.ZodType>(
  options: ConsoleOptions,
  action: ConsoleAction,
  form: {
    readonly path: string;
    readonly fields: Fields;
    readonly rescue?: string;
    readonly change: (call: StaffCall, fields: z.infer<Fields>) => Promise<HttpResponse>;
  },
): Route {
  return defineRoute<'staff'>({
    method: 'POST',
    path: form.path,
    auth: 'staff',
    roles: PERMISSIONS[action],
    headerClass: 'staffPage',
    bodyKind: 'form',
    checkOrigin: true,
    handle: async (request) => {
      const call = describeCall(options, request);
      if (!isFromOurPage(request) || !hasCsrfSecret(request)) return refuseForged(call.context);
      const parsed = form.fields.safeParse(request.body);
      if (!parsed.success) return refuseMalformed(call.context);
      const rescued = form.rescue === undefined ? undefined : readField(request.body, form.rescue);
      return explainOutage(call.context, rescued, () => form.change(call, parsed.data));
    },
  });
}

function describeCall(options: ConsoleOptions, request: HttpRequest<'staff'>): StaffCall {
  const context = createPageContext(options, request, request.principal);
  return { request, context, member: request.principal.session.member };
}

function hasCsrfSecret(request: HttpRequest<'staff'>): boolean {
  const given = readField(request.body, 'csrf');
  return given !== undefined && isCsrfSecret(request.principal.session.csrfSecret, given);
}

function readField(body: unknown, name: string): string | undefined {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

function refuseForged(context: PageContext): HttpResponse {
  const { t } = context;
  return pageResponse(403, renderMessagePage(context, { title: t('problem.forged'), text: t('problem.forgedText') }));
}

function refuseMalformed(context: PageContext): HttpResponse {
  const { t } = context;
  return pageResponse(
    400,
    renderMessagePage(context, { title: t('problem.malformed'), text: t('problem.malformedText') }),
  );
}

/** The page for what does not exist, or not for this member. */
export function refuseUnknownPage(context: PageContext): HttpResponse {
  const { t } = context;
  return pageResponse(
    404,
    renderMessagePage(context, { title: t('problem.notFound'), text: t('problem.notFoundText') }),
  );
}
