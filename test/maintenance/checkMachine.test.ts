import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { checkMachine } from '#src/maintenance/checkMachine.ts';
import { systemClock } from '#src/systemClock.ts';
import { FakeClock } from '#test/support/fakeClock.ts';

describe('the look at the machine before an operated start', () => {
  const clock = new FakeClock('2027-03-01T09:00:00Z');

  it('lets a sound machine pass', async () => {
    await expect(checkMachine({ dataDir: tmpdir(), clock: systemClock })).resolves.toBeUndefined();
  });

  it('refuses a nearly full disk, and says how much is missing', async () => {
    const checking = checkMachine({ dataDir: '/data', clock, readFreeBytes: async () => 120 * 1024 * 1024 });
    await expect(checking).rejects.toThrow('only 120 MB are free, 500 MB are needed');
  });

  it('refuses a clock from before the release', async () => {
    const checking = checkMachine({ dataDir: tmpdir(), clock: new FakeClock('2020-01-01T00:00:00Z') });
    await expect(checking).rejects.toThrow('The clock of this machine says 2020-01-01');
  });
});
