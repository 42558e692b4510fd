import { describe, expect, it } from '@jest/globals';
import { defineRoute, type Route } from '#src/domain/httpRoute.ts';
import { startChatServer } from '#test/support/chatServer.ts';

const route = (changes: Partial<Route>): Route => ({
  ...defineRoute({
    method: 'GET',
    path: '/somewhere',
    auth: 'public',
    headerClass: 'api',
    handle: async () => ({ status: 200 }),
  }),
  ...changes,
});

describe('the route table', () => {
  it.each([
    [
      'nobody can authenticate',
      [route({ auth: 'staff', roles: ['lead'] })],
      'No authenticator for GET /somewhere (staff)',
    ],
    ['stands there twice', [route({}), route({})], 'Two routes for GET /somewhere'],
    [
      'differs from another only in the name of a parameter',
      [route({ path: '/a/:b' }), route({ path: '/a/:c' })],
      'Two routes',
    ],
  ])('does not take a route that %s', async (_name, routes, message) => {
    await expect(startChatServer({ routes })).rejects.toThrow(message);
  });
});
