import { describe, expect, it } from '@jest/globals';
import { createTurnRunner, type TurnRunner } from '#src/channels/directline/turnRunner.ts';
import type { BotTurn, BotTurnHandler } from '#src/domain/channel.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { createMetrics } from '#src/observability/metrics.ts';
import { FakeClock } from '#test/support/fakeClock.ts';
import { MemoryConversationLog } from '#test/support/memoryConversationLog.ts';
import { SilentLogger } from '#test/support/silentLogger.ts';

interface Replica {
  readonly runner: TurnRunner;
  readonly logger: SilentLogger;
  readonly sent: string[];
}

function createReplica(log: MemoryConversationLog, clock: FakeClock, owner: string): Replica {
  const logger = new SilentLogger();
  const sent: string[] = [];
  const runner = createTurnRunner({
    clock,
    logger,
    metrics: createMetrics(),
    ledger: log,
    owner,
    send: async (conversationId, activity, key) => {
      const result = await log.append(conversationId, { body: activity, clientActivityId: key });
      if (result.kind === 'stored') sent.push(String(activity['text']));
      return { id: result.kind === 'ended' ? '' : result.activity.id };
    },
    update: async () => {},
  });
  return { runner, logger, sent };
}

async function say(log: MemoryConversationLog, text: string, conversationId = 'c'): Promise<void> {
  await log.open(conversationId, 'dl_u');
  const body = { type: 'message', text, from: { id: 'dl_u', role: 'user' } };
  await log.append(conversationId, { body, needsTurn: true });
}

const answering: BotTurnHandler = {
  handle: async (turn) => void (await turn.send({ type: 'message', text: `re: ${turn.activity.text}` })),
  giveUp: async (turn) => void (await turn.send({ type: 'message', text: 'sorry' })),
};

/** A handler that never comes back, as a process that dies in the middle. */
function dying(onTurn?: (turn: BotTurn) => Promise<unknown>): BotTurnHandler {
  const never = async (turn: BotTurn): Promise<void> => {
    await onTurn?.(turn);
    await new Promise(() => {});
  };
  return { handle: never, giveUp: never };
}

describe('turns', () => {
  it('of one conversation never overlap, those of others run beside', async () => {
    const clock = new FakeClock();
    const log = new MemoryConversationLog(clock);
    const { runner } = createReplica(log, clock, 'a');
    const running = new Map<string, number>();
    let most = 0;
    let worstPerConversation = 0;
    runner.start({
      ...answering,
      async handle(turn) {
        const { id } = turn.activity.conversation;
        running.set(id, (running.get(id) ?? 0) + 1);
        worstPerConversation = Math.max(worstPerConversation, running.get(id) ?? 0);
        most = Math.max(
          most,
          [...running.values()].reduce((sum, count) => sum + count, 0),
        );
        await new Promise((resolve) => setImmediate(resolve));
        running.set(id, (running.get(id) ?? 0) - 1);
      },
    });
    for (let i = 0; i < 5; i += 1) {
      for (const id of ['x', 'y', 'z']) {
        await say(log, String(i), id);
        runner.wake(id);
      }
    }
    await runner.idle();
    expect(worstPerConversation).toBe(1);
    expect(most).toBe(3);
    runner.stop();
  });

  it('left by a dead process are run at the next start, in order, and answers already given are not given twice', async () => {
    const clock = new FakeClock();
    const log = new MemoryConversationLog(clock);
    const first = createReplica(log, clock, 'single');
    await say(log, 'one');
    await say(log, 'two');
    first.runner.start(dying((turn) => turn.send({ type: 'message', text: `re: ${turn.activity.text}` })));
    await clock.advance({ ms: 1 });
    first.runner.stop();
    expect(first.sent).toEqual(['re: one']);

    const second = createReplica(log, clock, 'single');
    second.runner.start(answering);
    await clock.advance({ ms: 1 });
    await second.runner.idle();
    expect(second.sent).toEqual(['re: two']);
    expect(log.dump('c').map(({ body }) => body['text'])).toEqual(['one', 'two', 're: one', 're: two']);
    second.runner.stop();
  });

  it('are left to a living replica, and taken over from a dead one within seconds (R15)', async () => {
    const clock = new FakeClock();
    const log = new MemoryConversationLog(clock);
    const itsClock = new FakeClock();
    const dead = createReplica(log, itsClock, 'dead');
    const alive = createReplica(log, clock, 'alive');
    dead.runner.start(dying());
    await say(log, 'one');
    dead.runner.wake('c');
    await clock.advance({ ms: 1 });
    alive.runner.start(answering);
    alive.runner.wake('c');
    // The lease is renewed while its owner lives.
    for (let second = 0; second < 25; second += 1) {
      await itsClock.advance({ seconds: 1 });
      await clock.advance({ seconds: 1 });
    }
    expect(alive.sent).toEqual([]);
    // The owner dies: its clock stands still, and the sweep of the other finds the conversation.
    await clock.advance({ seconds: 26 });
    await alive.runner.idle();
    expect(alive.sent).toEqual(['re: one']);
    alive.runner.stop();
    dead.runner.stop();
  });

  it('see each message once when two replicas are told of it', async () => {
    const clock = new FakeClock();
    const log = new MemoryConversationLog(clock);
    const replicas = [createReplica(log, clock, 'a'), createReplica(log, clock, 'b')];
    for (const { runner } of replicas) runner.start(answering);
    for (let i = 0; i < 20; i += 1) {
      await say(log, String(i));
      for (const { runner } of replicas) runner.wake('c');
    }
    await Promise.all(replicas.map(({ runner }) => runner.idle()));
    const sent = replicas.flatMap((replica) => replica.sent);
    expect(sent.toSorted()).toEqual(Array.from({ length: 20 }, (_, i) => `re: ${i}`).toSorted());
    for (const { runner } of replicas) runner.stop();
  });

  it('that kill the process three times are given up with an apology; the next message is answered (R16)', async () => {
    const clock = new FakeClock();
    const log = new MemoryConversationLog(clock);
    await say(log, 'poison');
    for (let death = 0; death < 3; death += 1) {
      const { runner } = createReplica(log, clock, 'single');
      runner.start(dying());
      await clock.advance({ ms: 1 });
      runner.stop();
    }
    await say(log, 'next');
    const last = createReplica(log, clock, 'single');
    last.runner.start(answering);
    await clock.advance({ ms: 1 });
    await last.runner.idle();
    expect(last.sent).toEqual(['sorry', 're: next']);
    expect(last.logger.lines.map(({ message }) => message)).toEqual(['turn given up']);
    last.runner.stop();
  });

  it('that fail are logged by name only and hold nobody up', async () => {
    const clock = new FakeClock();
    const log = new MemoryConversationLog(clock);
    const { runner, sent, logger } = createReplica(log, clock, 'a');
    runner.start({
      ...answering,
      async handle(turn) {
        if (turn.activity.text === 'bad') throw new Error('my number is +32 470 12 34 56');
        await answering.handle(turn);
      },
    });
    for (const text of ['bad', 'good']) await say(log, text);
    runner.wake('c');
    await runner.idle();
    expect(sent).toEqual(['re: good']);
    expect(logger.lines).toEqual([
      { level: 'error', message: 'turn failed', fields: { conversationId: 'c', errorName: 'Error' } },
    ]);
    runner.stop();
  });

  it('that never end are left alone after half a minute', async () => {
    const clock = new FakeClock();
    const log = new MemoryConversationLog(clock);
    const { runner, sent } = createReplica(log, clock, 'a');
    runner.start({
      ...answering,
      handle: (turn) => (turn.activity.text === 'hang' ? new Promise(() => {}) : answering.handle(turn)),
    });
    for (const text of ['hang', 'good']) await say(log, text);
    runner.wake('c');
    await clock.advance({ ms: 1 });
    await clock.advance({ seconds: 31 });
    await runner.idle();
    expect(sent).toEqual(['re: good']);
    runner.stop();
    expect(clock.pending).toBe(0);
  });

  it('that an outage of the database interrupts are run again within seconds, and answered once', async () => {
    const clock = new FakeClock();
    const log = new MemoryConversationLog(clock);
    const { runner, sent } = createReplica(log, clock, 'a');
    let outages = 2;
    runner.start({
      ...answering,
      async handle(turn) {
        await turn.send({ type: 'message', text: 'first part' });
        outages -= 1;
        if (outages >= 0) throw new StorageUnavailableError();
        await answering.handle(turn);
      },
    });
    for (const text of ['one', 'two']) await say(log, text);
    runner.wake('c');
    for (let second = 0; second < 8; second += 1) await clock.advance({ seconds: 1 });
    await runner.idle();
    expect(sent).toEqual(['first part', 're: one', 'first part', 're: two']);
    runner.stop();
  });

  it('wait through an outage of the database', async () => {
    const clock = new FakeClock();
    const log = new MemoryConversationLog(clock);
    const { runner, sent } = createReplica(log, clock, 'a');
    runner.start(answering);
    await say(log, 'one');
    log.isDown = true;
    runner.wake('c');
    await runner.idle();
    expect(sent).toEqual([]);
    log.isDown = false;
    await clock.advance({ seconds: 16 });
    await runner.idle();
    expect(sent).toEqual(['re: one']);
    runner.stop();
  });
});
