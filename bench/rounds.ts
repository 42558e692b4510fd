import { type MeasuredProcess, startProcess } from './children/measuredProcess.ts';
import { type Product, startProduct } from './children/product.ts';
import type { ProjectCopy } from './children/projectCopy.ts';
import { baselineTasks } from './load/baselineTasks.ts';
import { createHttpCaller, type HttpCaller } from './load/httpCaller.ts';
import { CONNECTIONS, type LoadResult, measureLoad, medianOfRounds } from './load/measureLoad.ts';
import { type AnswerCount, formTasks, questionTasks, sendTasks } from './load/productTasks.ts';
import { Visitor } from './load/visitor.ts';
import { median } from './report/statistics.ts';

/** One row of the table: the middle of the rounds, and how it compares with bare restify in the same round. */
export interface Row extends LoadResult {
  readonly name: string;
  readonly cpuRatio: number;
}

export interface RoundsResult {
  readonly rounds: number;
  readonly rows: readonly Row[];
  /** Share of the questions that got an answer card: that the load was what it says. */
  readonly answeredShare: number;
  readonly rssAfterStartMb: number;
  readonly rssAfterLoadMb: number;
  readonly turns: number;
}

export interface RoundsOptions {
  readonly copy: ProjectCopy;
  /** Answerable questions per language. */
  readonly questions: ReadonlyMap<string, readonly string[]>;
  readonly rounds: number;
  /** No new round begins that would end after this moment of `performance.now()`; two are always run. */
  readonly endBy: number;
  /** Requests to a baseline in one round. */
  readonly requests: number;
  /** People per round who ask, and who fill in the form. */
  readonly people: number;
  readonly nodeOptions?: readonly string[];
  readonly report: (progress: string) => void;
}

const NAMES = ['bare restify', 'bare botbuilder echo', 'question', 'step of the contact form'] as const;
const SEND = 'sending a contact request';
/** People who send their request at the end: each costs a slow hash. */
const SENDERS = 16;

/**
 * Measures the two baselines and the whole product in turn, round after round: what else the machine does hits all of
 * them alike, and only the ratios are compared with other days and machines. A first round warms up and is dropped.
 */
export async function measureRounds(options: RoundsOptions): Promise<RoundsResult> {
  const { copy, rounds, requests, people, questions, report } = options;
  const nodeOptions = options.nodeOptions ?? [];
  const product = await startProduct({ root: copy.root, dataDir: copy.dataDir('load'), nodeOptions });
  const restify = await startBaseline('bareRestify.ts', copy);
  const echo = await startBaseline('bareEcho.ts', copy);
  const count: AnswerCount = { answered: 0, total: 0 };
  const locales = [...questions.keys()];
  const measured = NAMES.map((): LoadResult[] => []);
  let turns = 0;

  const runCase = async (index: number, scale: number): Promise<LoadResult> => {
    if (index < 2) {
      const { process, port } = index === 0 ? restify : echo;
      return withCaller(port, (caller) => measureLoad(process, baselineTasks(caller, Math.ceil(requests * scale))));
    }
    return withCaller(product.port, async (caller) => {
      const amount = Math.ceil((index === 2 ? people : people * 1.5) * scale);
      const visitors = await arrive(caller, product, amount, locales);
      const tasks = index === 2 ? questionTasks(visitors, questions, count) : formTasks(visitors);
      const result = await measureLoad(product.process, tasks);
      turns += result.turns;
      for (const visitor of visitors) visitor.leave();
      return result;
    });
  };

  let roundMs = 0;
  for (let round = 0; round <= rounds; round += 1) {
    if (round > 2 && performance.now() + roundMs > options.endBy) break;
    const startedAt = performance.now();
    report(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    // Every second round runs backwards, so that no case always follows the same one.
    const order = round % 2 === 0 ? [0, 1, 2, 3] : [3, 2, 1, 0];
    for (const index of order) {
      const result = await runCase(index, round === 0 ? 0.5 : 1);
      if (round > 0) measured[index]?.push(result);
    }
    roundMs = performance.now() - startedAt;
  }
  report('sending contact requests');
  const sent = await measureSending(product, locales);
  const { rssBytes } = await product.process.usage();
  await Promise.all([product.process.stop(), restify.process.stop(), echo.process.stop()]);

  const floor = measured[0] ?? [];
  const toRow = (name: string, results: readonly LoadResult[]): Row => ({
    name,
    ...medianOfRounds(results),
    cpuRatio: median(results.map((result, i) => result.cpuUsPerTurn / (floor[i]?.cpuUsPerTurn ?? Number.NaN))),
  });
  const floorCpuUs = medianOfRounds(floor).cpuUsPerTurn;
  return {
    rounds: floor.length,
    rows: [
      ...NAMES.map((name, i) => toRow(name, measured[i] ?? [])),
      { name: SEND, ...sent, cpuRatio: sent.cpuUsPerTurn / floorCpuUs },
    ],
    answeredShare: count.answered / count.total,
    rssAfterStartMb: product.atReady.rssBytes / 1e6,
    rssAfterLoadMb: rssBytes / 1e6,
    turns,
  };
}

/** Sixteen people fill in the form, unmeasured, and then all send it. */
function measureSending(product: Product, locales: readonly string[]): Promise<LoadResult> {
  return withCaller(product.port, async (caller) => {
    const visitors = await arrive(caller, product, SENDERS, locales);
    await measureLoad(product.process, formTasks(visitors));
    const result = await measureLoad(product.process, sendTasks(visitors));
    for (const visitor of visitors) visitor.leave();
    return result;
  });
}

async function startBaseline(
  file: string,
  copy: ProjectCopy,
): Promise<{ readonly process: MeasuredProcess; readonly port: number }> {
  const child = startProcess({ script: `bench/baselines/${file}`, cwd: copy.root });
  return { process: child, port: await child.message<number>('port') };
}

async function withCaller<T>(port: number, work: (caller: HttpCaller) => Promise<T>): Promise<T> {
  // A new pool each time: the server has closed idle connections meanwhile.
  const caller = createHttpCaller(port, CONNECTIONS);
  try {
    return await work(caller);
  } finally {
    caller.close();
  }
}

async function arrive(
  caller: HttpCaller,
  { port }: Product,
  amount: number,
  locales: readonly string[],
): Promise<readonly Visitor[]> {
  const visitors: Visitor[] = [];
  for (let i = 0; i < amount; i += 1) {
    visitors.push(await Visitor.arrive(caller, port, locales[i % locales.length] ?? 'en'));
  }
  return visitors;
}
