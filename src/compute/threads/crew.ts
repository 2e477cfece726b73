/**
 * A crew of threads over one shared memory. The calling thread is one of them: it publishes tasks, takes
 * its share, and does everything itself until the others have come. They start with the first job that
 * can use them, sleep when there is nothing to do, and never hold the process.
 */
import { checkInteger, ValueError } from "../../core/index.js";
import type { Heap } from "../wasm/heap.js";
import { findHost, type Host, type WorkerHandle } from "./host.js";
import { createJobWriter } from "./job.js";
import { checkEnded, createKernels } from "./kernels.js";
import * as protocol from "./protocol.js";
import type { Task } from "./tasks.js";
import { workerSource, type WorkerData } from "./worker.js";

const { WORDS } = protocol;

/** What a crew works with. */
export interface CrewOptions {
  readonly heap: Heap;
  /** The modules whose exports are called; they import the heap's memory as `env.memory`. */
  readonly modules: readonly WebAssembly.Module[];
  /** Threads, the calling one among them. Default: as many as the host runs at the same time. */
  readonly threads?: number;
  /** Milliseconds without any task done after which workers count as lost. Default 30,000. */
  readonly patience?: number;
  /** Default: the host at hand. */
  readonly host?: Host;
}

/** Threads that do tasks together. */
export interface Crew {
  /** How many threads may take part, the calling one among them. */
  readonly threads: number;
  /**
   * Does every task once, and returns when all are done.
   * @param scratch one address per thread, of blocks that the caller owns; needed where `SCRATCH` is used
   * @throws ValueError for a call of no kernel, for too few scratch blocks, or if a kernel traps
   */
  readonly run: (tasks: readonly Task[], scratch?: readonly number[]) => void;
  /** Publishes tasks and returns at once; the workers begin, and `finish` has to follow. */
  readonly start: (tasks: readonly Task[], scratch?: readonly number[]) => void;
  /**
   * Helps with the tasks of `start` and returns when all are done.
   * @throws ValueError if a kernel trapped, or a worker was lost; the crew can be used again afterwards
   */
  readonly finish: () => void;
  /** Threads that are there: the calling one, and the workers that have come. */
  readonly present: () => number;
  /** Finishes what was started and ends the workers; the next job starts others. */
  readonly close: () => void;
}

/** The workers of a crew, and the words by which they agree. A loss ends all: others replace them. */
interface Team {
  readonly control: Int32Array;
  readonly workers: readonly WorkerHandle[];
  /** Numbers of those that ended. */
  readonly lost: Set<number>;
}

/** What was started and has to be finished: by the calling thread alone if there are no helpers. */
interface Work {
  readonly tasks: readonly Task[];
  readonly scratch: readonly number[];
  readonly helpers: Team | undefined;
}

/**
 * A crew; no worker is started yet. It has one thread where memory cannot be shared or the calling
 * thread may not sleep.
 * @throws ValueError if `threads` is no positive integer
 */
export function createCrew({
  heap,
  modules,
  host = findHost(),
  threads: wanted,
  patience = 30_000,
}: CrewOptions): Crew {
  const threads = usableThreads(heap, wanted, host);
  const kernels = createKernels(heap.memory, modules);
  let writer = createJobWriter(heap, kernels, threads);
  let team: Team | undefined;
  let refused = false;
  let work: Work | undefined;

  /** The workers; none if the host lets none come. */
  const assemble = (): Team | undefined => {
    if (team !== undefined && team.lost.size > 0) {
      const { control, lost } = team;
      refused = [...lost].some((thread) => stateOf(control, thread) === protocol.ABSENT);
      dismiss(team);
    }
    if (refused) return undefined;
    try {
      team ??= startTeam(host, threads, { memory: heap.memory, modules });
    } catch {
      refused = true;
    }
    return team;
  };

  const dismiss = ({ control, workers }: Team): void => {
    Atomics.store(control, WORDS.CLOSED, 1);
    // A worker may read its task for as long as it lives.
    const read = writer;
    writer = createJobWriter(heap, kernels, threads);
    team = undefined;
    const ends = workers.map((worker) => worker.terminate());
    void Promise.allSettled(ends).then(() => read.release());
  };

  const giveUp = (team: Team, what: string): never => {
    dismiss(team);
    throw new ValueError(
      `compute: ${threads} threads should do their tasks; ${what}. What was being computed is ` +
        `incomplete: compute it again, the threads are replaced.`,
    );
  };

  const begin = (tasks: readonly Task[], scratch: readonly number[], wanted: number): void => {
    if (work !== undefined) {
      throw new ValueError(
        `compute: tasks should be started after those before are finished; ${work.tasks.length} ` +
          `are not. Call finish() first.`,
      );
    }
    for (const task of tasks) kernels.check(task, scratch, threads);
    const helpers = threads > 1 && wanted > 0 ? assemble() : undefined;
    if (helpers !== undefined) {
      const { start, length } = writer.write(tasks, scratch);
      protocol.publish(helpers.control, start, length, tasks.length, wanted);
    }
    work = { tasks, scratch, helpers };
  };

  const finish = (): void => {
    if (work === undefined) return;
    const { tasks, scratch, helpers } = work;
    work = undefined;
    if (helpers === undefined) {
      for (const task of tasks) checkEnded(kernels.perform(task, scratch[0]));
      return;
    }
    const { control, lost } = helpers;
    let said: string | undefined;
    for (let at = protocol.takeTask(control); at >= 0; at = protocol.takeTask(control)) {
      const trap = kernels.perform(tasks[at], scratch[0]);
      said ??= trap;
      Atomics.add(control, WORDS.DONE, 1);
    }
    const dead = [...lost].find((thread) => stateOf(control, thread) === protocol.BUSY);
    if (dead !== undefined) giveUp(helpers, `thread ${dead} ended during one of them`);
    if (!protocol.awaitDone(control, patience)) {
      giveUp(helpers, `none was done for ${patience / 1000} s, one thread seems to be lost`);
    }
    const elsewhere = protocol.takeFailure(control);
    checkEnded(said ?? elsewhere);
  };

  return {
    threads,
    start(tasks, scratch = []) {
      begin(tasks, scratch, tasks.length);
    },
    finish,
    run(tasks, scratch = []) {
      begin(tasks, scratch, tasks.length - 1); // one is left to the calling thread
      finish();
    },
    present: () => 1 + (team === undefined ? 0 : countPresent(team)),
    close() {
      try {
        finish();
      } finally {
        if (team !== undefined) dismiss(team);
        refused = false;
      }
    },
  };
}

/**
 * How many of the wanted threads can be used: one where memory cannot be shared or the calling thread
 * may not sleep.
 * @param wanted as many as the host runs at the same time by default
 * @throws ValueError if it is no positive integer
 */
export function usableThreads(
  heap: Heap,
  wanted: number | undefined,
  host: Host = findHost(),
): number {
  const threads = wanted ?? host.availableThreads();
  checkInteger(threads, 1, Infinity, "compute.use: threads");
  return heap.shared && host.canWait ? threads : 1;
}

function startTeam(
  host: Host,
  threads: number,
  shared: Pick<WorkerData, "memory" | "modules">,
): Team {
  const control = protocol.createControl(threads);
  const lost = new Set<number>();
  const workers: WorkerHandle[] = [];
  try {
    for (let thread = 1; thread < threads; thread++) {
      const data: WorkerData = { ...shared, control, thread, threads };
      workers.push(host.startWorker(workerSource, data, () => lost.add(thread)));
    }
  } catch (error) {
    for (const worker of workers) void worker.terminate();
    throw error;
  }
  return { control, workers, lost };
}

function stateOf(control: Int32Array, thread: number): number {
  return Atomics.load(control, WORDS.STATES + WORDS.LINE * thread);
}

function countPresent({ control, workers, lost }: Team): number {
  const here = (thread: number): boolean =>
    !lost.has(thread) && stateOf(control, thread) !== protocol.ABSENT;
  return workers.filter((_, index) => here(index + 1)).length;
}
