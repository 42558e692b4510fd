import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleAction, PERMISSIONS } from '#src/console/permissions.ts';
import type { Office } from '#src/domain/office.ts';
import { STAFF_ROLES, type StaffMember, type StaffRole } from '#src/domain/staff.ts';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

/** Who may do what, written out once more: a change of the table must be meant. */
const EXPECTED: Readonly<Record<ConsoleAction, readonly StaffRole[]>> = {
  'queue.view': ['counsellor', 'lead'],
  'request.search': ['counsellor', 'lead'],
  'request.view': ['counsellor', 'lead'],
  'request.reveal': ['counsellor', 'lead'],
  'request.take': ['counsellor', 'lead'],
  'request.assign': ['counsellor', 'lead'],
  'request.release': ['counsellor', 'lead'],
  'request.note': ['counsellor', 'lead'],
  'request.resolve': ['counsellor', 'lead'],
  'request.reopen': ['counsellor', 'lead'],
  'chat.write': ['counsellor', 'lead'],
  'request.erase': ['lead'],
  'notice.revive': ['counsellor', 'lead'],
  'report.view': ['lead', 'administrator'],
  'report.export': ['lead', 'administrator'],
  'question.view': ['editor'],
  'question.sort': ['editor'],
  'question.download': ['editor'],
  'alarm.view': ['lead', 'auditor', 'administrator'],
  'audit.view': ['auditor', 'administrator'],
  'people.view': ['administrator'],
  'people.manage': ['administrator'],
  'session.own': ['counsellor', 'lead', 'editor', 'auditor', 'administrator'],
};

/** Each route that asks for a session, and the permission it stands for. */
const ROUTES: Readonly<Record<string, ConsoleAction>> = {
  'GET /staff/requests': 'queue.view',
  'GET /staff/search': 'request.search',
  'POST /staff/search': 'request.search',
  'GET /staff/requests/:id': 'request.view',
  'POST /staff/requests/:id/reveal': 'request.reveal',
  'POST /staff/requests/:id/take': 'request.take',
  'POST /staff/requests/:id/assign': 'request.assign',
  'POST /staff/requests/:id/release': 'request.release',
  'POST /staff/requests/:id/note': 'request.note',
  'POST /staff/requests/:id/resolve': 'request.resolve',
  'POST /staff/requests/:id/reopen': 'request.reopen',
  'POST /staff/requests/:id/erase': 'request.erase',
  'POST /staff/requests/:id/revive': 'notice.revive',
  'GET /staff/requests/:id/chat': 'request.view',
  'POST /staff/requests/:id/chat/join': 'chat.write',
  'POST /staff/requests/:id/chat/send': 'chat.write',
  'POST /staff/requests/:id/chat/hand-back': 'chat.write',
  'POST /staff/requests/:id/chat/typing': 'chat.write',
  'GET /staff/live': 'queue.view',
  'GET /staff/reports': 'report.view',
  'POST /staff/reports/export': 'report.export',
  'GET /staff/questions': 'question.view',
  'POST /staff/questions/sort': 'question.sort',
  'POST /staff/questions/download': 'question.download',
  'GET /staff/audit': 'audit.view',
  'GET /staff/people': 'people.view',
  'POST /staff/people/:id/end-sessions': 'people.manage',
  'POST /staff/people/:id/disable': 'people.manage',
  'POST /staff/people/:id/enable': 'people.manage',
  'GET /staff/session': 'session.own',
  'POST /staff/second-step/set-up': 'session.own',
  'POST /staff/sign-out': 'session.own',
  'POST /staff/sign-out-everywhere': 'session.own',
};

let server: ConsoleServer;
/** The account that administrators try things on. */
let somebody: StaffMember;
const browsers = new Map<StaffRole, StaffBrowser>();

beforeAll(async () => {
  server = await startConsoleServer();
  somebody = await server.addStaff('somebody');
  for (const role of STAFF_ROLES) {
    await server.addStaff(`${role}-1`, { roles: [role] });
    const browser = new StaffBrowser(server.url);
    await browser.signIn(`${role}-1`);
    await browser.open('/staff');
    browsers.set(role, browser);
  }
});

afterAll(() => server.stop());

const FIELDS = {
  version: '1',
  text: 'x',
  confirmed: 'yes',
  weeks: '4',
  language: 'en',
  action: 'dismiss',
  formId: 'f1',
  show: 'means',
  assignee: 'x',
  words: 'x',
};
/** The closed lists differ. */
const REASONS: Readonly<Record<string, string>> = { erase: 'test', export: 'planning' };

async function call(route: string, id: string, browser: StaffBrowser) {
  const [method, path = ''] = route.split(' ');
  const address = path.replace(':id', path.startsWith('/staff/people/') ? somebody.id : id);
  return method === 'GET'
    ? browser.open(address)
    : browser.send(address, { ...FIELDS, reason: REASONS[path.split('/').at(-1) ?? ''] ?? 'other' });
}

describe('the permission table', () => {
  it('says what it is meant to say', () => {
    expect(PERMISSIONS).toEqual(EXPECTED);
  });

  it('covers every route: each but the door names its roles', () => {
    const staffRoutes = server.routes.filter(({ auth }) => auth === 'staff');
    expect(staffRoutes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(ROUTES).sort());
    for (const { method, path, roles } of staffRoutes) {
      expect(roles).toEqual(EXPECTED[ROUTES[`${method} ${path}`] as ConsoleAction]);
    }
    const open = server.routes.filter(({ auth }) => auth !== 'staff').map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual([
      'GET /staff',
      'POST /staff/sign-in',
      'POST /staff/language',
      'GET /staff/second-step',
      'POST /staff/second-step',
    ]);
  });

  it('lets no GET change anything: every change is a form with origin check', () => {
    for (const route of server.routes) {
      if (route.method === 'GET') expect(route.bodyKind ?? 'none').toBe('none');
      else expect([route.method, route.bodyKind, route.checkOrigin]).toEqual(['POST', 'form', true]);
    }
  });
});

describe.each(STAFF_ROLES)('the role %s', (role) => {
  const allowed = Object.entries(ROUTES).filter(
    ([route, action]) => !route.includes('sign-out') && EXPECTED[action].includes(role),
  );
  const refused = Object.entries(ROUTES).filter(([, action]) => !EXPECTED[action].includes(role));

  it.each(allowed)('may call %s', async (route) => {
    const { id } = await server.submit({ means: { kind: 'chat' } });
    const answer = await call(route, id, browsers.get(role) as StaffBrowser);
    expect([200, 204, 303]).toContain(answer.status);
  });

  if (refused.length > 0) {
    it.each(refused)('may not call %s, and that is recorded', async (route) => {
      const record = await server.submit();
      const answer = await call(route, record.id, browsers.get(role) as StaffBrowser);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Your role does not allow this.');
      const [last] = await server.auditDesk.list({ limit: 1 });
      expect(last).toMatchObject({ action: 'access.denied', detail: JSON.stringify({ route }) });
      expect(await server.unitOfWork.run(({ requests }) => requests.find(record.id))).toEqual(record);
    });
  }

  it('finds a first page, or is told that there is none', async () => {
    const home = await (browsers.get(role) as StaffBrowser).open('/staff');
    const expected = {
      counsellor: '/staff/requests',
      lead: '/staff/requests',
      editor: '/staff/questions',
      auditor: '/staff/audit',
      administrator: '/staff/audit',
    };
    expect([home.status, home.location]).toEqual([303, expected[role]]);
  });
});

/** Which offices' requests each scope covers, written out once more. */
const SCOPES: Readonly<Record<'BE' | 'LU' | 'both', readonly Office[]>> = {
  BE: ['BE'],
  LU: ['LU'],
  both: ['BE', 'LU'],
};

// Generated from the route table: a new route of a request is held to the offices without anybody adding a line.
describe.each(STAFF_ROLES)('the role %s in every office', (role) => {
  it.each(['BE', 'LU', 'both'] as const)('for %s', async (scope) => {
    const login = `${role}-${scope.toLowerCase()}`;
    await server.addStaff(login, { roles: [role], office: scope });
    await server.clock.advance({ minutes: 2 });
    const browser = new StaffBrowser(server.url);
    expect((await browser.signIn(login)).status).toBe(303);
    await browser.open('/staff');
    const staffRoutes = server.routes.filter(({ auth, path }) => auth === 'staff' && !path.includes('sign-out'));
    for (const { method, path, roles } of staffRoutes) {
      for (const office of ['BE', 'LU'] as const) {
        const record = await server.submit({ country: office, means: { kind: 'chat' } });
        const answer = await call(`${method} ${path}`, record.id, browser);
        const isForeign = path.startsWith('/staff/requests/:id') && !SCOPES[scope].includes(office);
        const expected = !roles?.includes(role) ? [403] : isForeign ? [404] : [200, 204, 303];
        expect([path, office, expected.includes(answer.status), answer.status]).toEqual([
          path,
          office,
          true,
          answer.status,
        ]);
        if (answer.status < 400) continue;
        const [last] = await server.auditDesk.list({ limit: 1 });
        expect(last).toMatchObject({ action: 'access.denied', subject: answer.status === 404 ? record.id : '' });
        expect(await server.unitOfWork.run(({ requests }) => requests.find(record.id))).toEqual(record);
      }
    }
  });
});

describe('the office', () => {
  it('hides the requests of another office: not found, nothing changed, and recorded', async () => {
    await server.addStaff('brussels', { office: 'BE', roles: ['lead'] });
    const browser = new StaffBrowser(server.url);
    await browser.signIn('brussels');
    const foreign = await server.submit({ country: 'LU', means: { kind: 'chat' } });
    expect((await browser.open('/staff/requests')).text).not.toContain(foreign.reference);
    const paths = Object.keys(ROUTES).filter((route) => route.includes('/requests/:id'));
    for (const route of paths) {
      const answer = await call(route, foreign.id, browser);
      expect([route, answer.status]).toEqual([route, 404]);
      expect(answer.text).not.toContain(foreign.reference);
      const [last] = await server.auditDesk.list({ limit: 1 });
      expect(last).toMatchObject({ action: 'access.denied', subject: foreign.id });
    }
    expect(await server.unitOfWork.run(({ requests }) => requests.find(foreign.id))).toEqual(foreign);
    const search = await browser.send('/staff/search', { words: foreign.reference });
    expect([search.status, search.text.includes('Nothing was found.')]).toEqual([200, true]);
    for (const words of ['Amir', '+32 470 12 34 56'])
      expect((await browser.send('/staff/search', { words })).text).not.toContain(foreign.reference);
  });

  it('cannot be widened by the address', async () => {
    const browser = new StaffBrowser(server.url);
    await browser.signIn('brussels');
    const foreign = await server.submit({ country: 'LU' });
    for (const query of [
      'office=LU',
      'office=both',
      'office=BE&office=LU',
      'queue=__proto__',
      'page=99999999999999999999',
    ]) {
      const page = await browser.open(`/staff/requests?${query}`);
      expect([page.status, page.text.includes(foreign.reference)]).toEqual([200, false]);
    }
  });
});
