import { afterEach, describe, expect, it } from '@jest/globals';
import { MAX_BUDGETS_ON_CLOCK, WorkerLane } from '#src/reading/workerLane.ts';
import { systemClock } from '#src/systemClock.ts';
import { FakeClock } from '#test/support/fakeClock.ts';
import { SilentLogger } from '#test/support/silentLogger.ts';

const BUDGET_MS = 150;
/** After this time on the clock a task is given up, whatever the processor did. */
const CLOCK_LIMIT_MS = BUDGET_MS * MAX_BUDGETS_ON_CLOCK;

let lane: WorkerLane<string>;
let clock: FakeClock;
let logger: SilentLogger;

function openLane(size = 1): void {
  clock = new FakeClock();
  logger = new SilentLogger();
  const entry = new URL('../support/hangingWorker.ts', import.meta.url);
  lane = new WorkerLane({ name: 'test', entry, size, budgetMs: BUDGET_MS, clock, logger });
}

/** Lets a worker hang until its budget is over and another one took its place. */
async function attack(task = 'hang'): Promise<unknown> {
  const answer = lane.run(task);
  if (task === 'hang') await clock.advance({ ms: CLOCK_LIMIT_MS });
  const value = await answer;
  await lane.ready();
  return value;
}

const rests = (): number => logger.lines.filter(({ message }) => message.includes('rests')).length;

afterEach(() => lane.close());

describe('the lane of workers', () => {
  it('starts nothing before it is needed, and is closed for good', async () => {
    openLane();
    expect(lane.workerCount).toBe(0);

    expect(await lane.run('hello')).toBe('hello');
    expect(lane.workerCount).toBe(1);

    await lane.close();
    expect(lane.workerCount).toBe(0);
    expect(await lane.run('hello')).toBeUndefined();
  });

  it('runs tasks one after another, each with its own answer', async () => {
    openLane(2);

    expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map((task) => lane.run(task)))).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
  });

  it('gives up a task that exceeds its budget, and answers the next one from a new worker', async () => {
    openLane();
    await lane.ready();

    expect(await attack()).toBeUndefined();
    expect(lane.workerCount).toBe(1);
    expect(await lane.run('hello')).toBe('hello');
    expect(logger.lines).toContainEqual({
      level: 'warn',
      message: 'text recogniser stopped',
      fields: { kind: 'test', code: 'budget_exceeded' },
    });
  });

  it('keeps a task that gets no processor, and stops one that burns it', async () => {
    openLane();
    await lane.ready();
    const starved = lane.run('starve');
    await clock.advance({ ms: CLOCK_LIMIT_MS - BUDGET_MS });
    expect(await starved).toBe('starve');

    const burning = lane.run('hang');
    // Real time passes until the budget is burnt, while the clock stays far below its own limit.
    for (let look = 0; look < MAX_BUDGETS_ON_CLOCK && lane.workerCount > 0; look += 1) {
      await new Promise((resolve) => systemClock.schedule(BUDGET_MS, () => resolve(undefined)));
      await clock.advance({ ms: BUDGET_MS / 3 });
      if (logger.lines.length > 0) break;
    }
    expect(await burning).toBeUndefined();
    expect(logger.lines.map(({ fields }) => fields?.code)).toEqual(['budget_exceeded']);
  });

  it('survives a worker that dies', async () => {
    openLane();
    await lane.ready();

    expect(await attack('crash')).toBeUndefined();
    expect(await lane.run('hello')).toBe('hello');
    expect(JSON.stringify(logger.lines)).not.toContain('on purpose');
  });

  it('gives up what waited too long, and refuses what finds no room', async () => {
    openLane();
    await lane.ready();
    const hanging = lane.run('hang');
    const waiting = Array.from({ length: 64 }, () => lane.run('hello'));

    expect(await lane.run('one too many')).toBeUndefined();
    await clock.advance({ ms: CLOCK_LIMIT_MS });
    expect(await hanging).toBeUndefined();
    await clock.advance({ ms: 500 });
    expect(lane.workerCount).toBeLessThanOrEqual(1);
    expect(await Promise.all(waiting)).toEqual(Array.from({ length: 64 }, () => undefined));
  });

  it('rests for a minute after four losses within one, then works again', async () => {
    openLane();
    await lane.ready();
    for (let i = 0; i < 4; i += 1) await attack();

    expect(rests()).toBe(1);
    expect(lane.workerCount).toBe(0);
    expect(await lane.run('hello')).toBeUndefined();

    await clock.advance({ minutes: 1 });
    expect(await lane.run('hello')).toBe('hello');
    expect(lane.workerCount).toBe(1);
  });

  it('never has more workers than its size, through 40 losses with pauses', async () => {
    openLane();
    await lane.ready();
    const counts = new Set<number>();
    for (let i = 0; i < 40; i += 1) {
      await attack();
      counts.add(lane.workerCount);
      await clock.advance({ seconds: 25 });
    }

    expect([...counts]).toEqual([1]);
    expect(rests()).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('tells those who wait for it when its workers cannot start', async () => {
    clock = new FakeClock();
    logger = new SilentLogger();
    const entry = new URL('../support/noSuchWorker.ts', import.meta.url);
    lane = new WorkerLane({ name: 'test', entry, size: 1, budgetMs: BUDGET_MS, clock, logger });

    await lane.ready();

    expect(rests()).toBe(1);
    expect(await lane.run('hello')).toBeUndefined();
  });
});
