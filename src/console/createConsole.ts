import type { Authenticator, Route } from '#src/domain/httpRoute.ts';
import { createAuditRoute } from './audit/auditRoute.ts';
import { createChatPanelRoutes } from './chat/chatRoutes.ts';
import type { ConsoleOptions } from './consoleOptions.ts';
import { createVouchedSessions } from './identity/vouchedSessions.ts';
import { createLiveRoute } from './live/liveRoute.ts';
import { createPeopleRoutes } from './people/peopleRoutes.ts';
import { createQuestionRoutes } from './questions/questionRoutes.ts';
import { createQueueRoute } from './queue/queueRoute.ts';
import { createReportRoutes } from './reports/reportRoutes.ts';
import { createChangeRoutes } from './request/changeRoutes.ts';
import { createRequestRoutes } from './request/requestRoutes.ts';
import { createSearchRoutes } from './search/searchRoutes.ts';
import { createStaffAuthenticator } from './session/authenticateStaff.ts';
import { createProviderRoutes } from './session/providerRoutes.ts';
import { createSecondStepRoutes } from './session/secondStepRoutes.ts';
import { createSessionRoutes } from './session/sessionRoutes.ts';
import { createSignInRoutes } from './session/signInRoutes.ts';

/** The staff page: its routes, and who may call them. */
export interface StaffConsole {
  readonly routes: readonly Route[];
  readonly authenticate: Authenticator<'staff'>;
}

/** Builds the staff page `/staff`: pages drawn on the server, plain forms, one small script for comfort. */
export function createConsole(given: ConsoleOptions): StaffConsole {
  // From here on nobody sees a session that the identity provider no longer vouches for.
  const options = { ...given, sessions: createVouchedSessions({ ...given, voucher: given.signIn.provider }) };
  return {
    authenticate: createStaffAuthenticator(options),
    routes: [
      ...createSignInRoutes(options),
      ...createSecondStepRoutes(options),
      ...(options.signIn.provider ? createProviderRoutes(options, options.signIn.provider) : []),
      ...createSessionRoutes(options),
      createQueueRoute(options),
      ...createSearchRoutes(options),
      ...createRequestRoutes(options),
      ...createChangeRoutes(options),
      ...createChatPanelRoutes(options),
      createLiveRoute(options),
      ...createReportRoutes(options),
      ...createQuestionRoutes(options),
      createAuditRoute(options),
      ...createPeopleRoutes(options),
    ],
  };
}
