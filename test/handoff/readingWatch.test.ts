import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { StaffId } from '#src/domain/staff.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';
import { aMember } from '../support/staffMembers.ts';

describe.each(['sqlite', 'postgres'] as const)('reading unusually many requests, on %s', (kind) => {
  const amal = aMember();
  const eva = aMember({ id: 'staff-2' as StaffId });
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let records: readonly ContactRequestRecord[];

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    handoff = await startHandoff(maker, { readingLimits: { pages: 4, reveals: 2 } });
    for (let i = 0; i < 5; i += 1) await handoff.desk.submit(aContactRequest());
    records = await handoff.requestDesk.list(amal, {});
  });
  afterAll(() => maker.end());

  const open = (i: number, shown: readonly ('means' | 'words')[] = [], member = amal) =>
    handoff.requestDesk.open(member, records[i]?.id ?? '', shown);
  const rows = () => handoff.auditDesk.list({ action: 'access.bulkReading' });

  it('raises an alarm at the limit, once within the hour, and blocks nothing', async () => {
    await open(0, ['means']);
    expect(handoff.alarms).toEqual([]);
    await open(1, ['words']);
    expect(handoff.alarms).toEqual([{ kind: 'bulkReading', staffId: amal.id, pages: 0, reveals: 2 }]);
    expect(handoff.logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(await open(2, ['means'])).toMatchObject({ kind: 'found' });
    expect(handoff.alarms).toHaveLength(1);
    expect((await rows()).map(({ actor, subject, detail }) => [actor, subject, detail])).toEqual([
      ['system', amal.id, '{"pages":0,"reveals":2}'],
    ]);
    await handoff.clock.advance({ hours: 1 });
    await open(3, ['means']);
    expect(handoff.alarms).toHaveLength(1);
    await open(4, ['means']);
    expect(handoff.alarms).toHaveLength(2);
  });

  it('counts requests, not clicks, and each member alone', async () => {
    for (let i = 0; i < 9; i += 1) {
      await open(0, ['means', 'words']);
      await open(1);
      await open(2, [], eva);
    }
    expect(handoff.alarms).toEqual([]);
    for (const i of [2, 3]) await open(i);
    expect(handoff.alarms).toEqual([]);
    await open(4);
    expect(handoff.alarms).toEqual([{ kind: 'bulkReading', staffId: amal.id, pages: 4, reveals: 1 }]);
  });

  it('counts chats too, and raises one alarm for readings at the same moment', async () => {
    const chats: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const { reference } = await handoff.desk.submit(aContactRequest({ means: { kind: 'chat' } }));
      const [record] = await handoff.requestDesk.search(amal, { by: 'reference', reference });
      chats.push(record?.id ?? '');
    }
    await Promise.all(chats.map((id) => handoff.liveChatDesk.view(amal, id)));
    expect(handoff.alarms).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });
});
