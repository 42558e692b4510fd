import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transition } from '#src/domain/contactRequest.ts';
import type { ChangeResult } from '#src/domain/requestDesk.ts';
import type { StaffId, StaffMember } from '#src/domain/staff.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';
import { aMember } from '../support/staffMembers.ts';

const MEMBERS = [
  aMember({ id: 'amal' as StaffId }),
  aMember({ id: 'jan' as StaffId }),
  aMember({ id: 'lead' as StaffId, roles: ['lead'], office: 'both' }),
  aMember({ id: 'luc' as StaffId, office: 'LU' }),
  aMember({ id: 'editor' as StaffId, roles: ['editor', 'auditor', 'administrator'], office: 'both' }),
] as const;

const EVENTS = ['take', 'release', 'resolve', 'reopen', 'withdraw', 'erase'] as const;
type Event = (typeof EVENTS)[number];

/** One thing somebody tries: perhaps with an outdated page, perhaps without the right to it. */
const attempt = fc.record({
  event: fc.constantFrom(...EVENTS),
  member: fc.constantFrom(...MEMBERS),
  isOutdated: fc.boolean(),
});

describe('the life of a contact request, whatever people try', () => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;

  beforeAll(async () => {
    maker = await createDatabaseMaker('sqlite');
    handoff = await startHandoff(maker);
  });
  afterAll(() => maker.end());

  it('follows the table, needs the right and the newest version, and leaves one audit record for each change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 14 }), async (attempts) => {
        const { reference, secret } = await handoff.desk.submit(
          aContactRequest({ means: { kind: 'chat' }, conversationId: `c${Math.random()}` }),
        );
        const find = () => handoff.unitOfWork.run(({ requests }) => requests.findByReference(reference));
        const id = (await find())?.id ?? '';
        for (const { event, member, isOutdated } of attempts) {
          const before = await find();
          const trail = (await handoff.auditDesk.list({ subject: id, limit: 500 })).length;
          const result = await perform(event, member, id, (before?.version ?? 1) - (isOutdated ? 1 : 0), {
            reference,
            secret: secret ?? '',
          });
          const after = await find();
          const isChanged = after?.version !== before?.version || after?.status !== before?.status;

          if (isChanged) {
            const expected = before && transition(before.status, event);
            expect(after?.status ?? 'erased').toBe(expected);
            expect((await handoff.auditDesk.list({ subject: id, limit: 500 })).length).toBeGreaterThan(trail);
            if (event !== 'withdraw') {
              expect(member.roles).not.toEqual(['editor', 'auditor', 'administrator']);
              expect(member.office).not.toBe('LU');
              // An erasure is meant whatever the page showed; every other change needs the newest version.
              if (event !== 'erase') expect(isOutdated).toBe(false);
            }
            if (event === 'erase') expect(member.roles).toContain('lead');
            if (event === 'take') expect(after?.assignee).toBe(member.id);
            if (event === 'release') expect(after?.assignee).toBeUndefined();
          } else if (before && after) {
            expect({ ...after, secretHash: '' }).toEqual({ ...before, secretHash: '' });
          }
          if (result?.kind === 'changed' && event !== 'erase') expect(after?.status).toBe(result.record.status);
          // Somebody looks after it exactly while it is in progress or was closed in progress.
          if (after?.status === 'pending') expect(after.assignee).toBeUndefined();
          if (after?.status === 'open') expect(after.assignee).toBeDefined();
          expect(after?.closedAt === undefined).toBe(!after || after.status === 'pending' || after.status === 'open');
        }
      }),
      { numRuns: 120 },
    );
  });

  async function perform(
    event: Event,
    member: StaffMember,
    id: string,
    version: number,
    own: { readonly reference: string; readonly secret: string },
  ): Promise<ChangeResult | undefined> {
    const { requestDesk, desk } = handoff;
    switch (event) {
      case 'take':
        return requestDesk.take(member, id, version);
      case 'release':
        return requestDesk.release(member, id, version, 'workload');
      case 'resolve':
        return requestDesk.resolve(member, id, version, 'reached');
      case 'reopen':
        return requestDesk.reopen(member, id, version, 'mistake');
      case 'withdraw':
        await desk.withdraw(own.reference, own.secret);
        return undefined;
      case 'erase':
        return requestDesk.erase(member, id, 'test');
    }
  }
});
