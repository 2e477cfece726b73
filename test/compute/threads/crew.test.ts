import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { pointwise } from "../../../src/compute/wasm/binaries.js";
import { moduleBytes } from "../../../src/compute/wasm/load.js";
import { createHeap, type Heap } from "../../../src/compute/wasm/heap.js";
import { createCrew, type Crew, type CrewOptions } from "../../../src/compute/threads/crew.js";
import { findHost, type Host } from "../../../src/compute/threads/host.js";
import { SCRATCH, type Call, type Task } from "../../../src/compute/threads/tasks.js";
import { createRng, normals, ValueError } from "../../../src/core/index.js";
import { crewKernels } from "./crewKernels.js";

const crews: Crew[] = [];
afterEach(() => {
  for (const crew of crews.splice(0)) crew.close();
});

/** A crew on a heap of its own with the kernels for tests, closed after the test. */
function assemble(threads: number, options: Partial<CrewOptions> = {}): [Crew, Heap] {
  const heap = options.heap ?? createHeap();
  const crew = createCrew({ heap, modules: [crewKernels(heap.shared)], threads, ...options });
  crews.push(crew);
  return [crew, heap];
}

/** A crew all of whose threads have come. */
async function assembled(threads: number, options?: Partial<CrewOptions>): Promise<[Crew, Heap]> {
  const [crew, heap] = assemble(threads, options);
  crew.run([[], []]);
  await until(() => crew.present() === threads);
  return [crew, heap];
}

async function until(holds: () => boolean): Promise<void> {
  for (let wait = 0; wait < 4000 && !holds(); wait++) await new Promise((go) => setTimeout(go, 5));
  expect(holds()).toBe(true);
}

/** Looks without letting this thread do anything else. */
function watch(holds: () => boolean): void {
  const late = performance.now() + 20_000;
  while (!holds() && performance.now() < late);
  expect(holds()).toBe(true);
}

const call = (name: string, ...values: number[]): Call => ({
  module: 0,
  export: name,
  arguments: values,
});

/** Integers in a heap, all 0, and the addresses of them. */
function integers(heap: Heap, count: number): [Int32Array, (i: number) => number] {
  const start = heap.allocate(4 * count);
  const cells = new Int32Array(heap.memory.buffer, start, count).fill(0);
  return [cells, (i) => start + 4 * i];
}

describe.each([1, 2, 3])("a crew of %i", (threads) => {
  test("does every task once and only once, while its workers come and after", async () => {
    const [crew, heap] = assemble(threads);
    const [cells, at] = integers(heap, 3000);
    const tasks = Array.from(cells, (_, i): Task => [call("count", at(i))]);
    for (let run = 1; run <= 20; run++) {
      crew.run(tasks);
      expect(cells.every((times) => times === run)).toBe(true);
    }
    await until(() => crew.present() === threads);
    for (let run = 21; run <= 60; run++) {
      crew.run(run % 2 === 0 ? tasks : tasks.slice(0, run));
      if (run % 2 === 0) crew.run(tasks.slice(run + 1));
    }
    // Even runs count in 0 … run once and further cells twice, odd ones in 0 … run − 1.
    const expected = cells.map((_, i) => {
      let times = 20;
      for (let run = 21; run <= 60; run++)
        times += run % 2 === 0 ? (i > run ? 2 : 1) : Number(i < run);
      return times;
    });
    expect(Array.from(cells)).toEqual(Array.from(expected));
  });

  test("sums to the bits of one thread", async () => {
    const heap = createHeap();
    const module = new WebAssembly.Module(moduleBytes(pointwise));
    const [fields, size] = [5, 10_001];
    const counts = [...[fields, fields, fields, fields], ...[1, 1, 1, 1, 1, 1]];
    const planes = counts.map((n) => heap.allocate(8 * n * size));
    const scratch = Array.from({ length: threads }, () => heap.allocate(16 * size));
    planes.slice(0, 4).forEach((plane, seed) => {
      heap.view(plane, fields * size).set(normals(createRng(seed), [fields * size]).data);
    });
    const tasks = Array.from({ length: 40 }, (_, chunk): Task => {
      const first = Math.round((chunk * size) / 40);
      const width = Math.round(((chunk + 1) * size) / 40) - first;
      const [a, b, c, d, ...sums] = planes.map((plane) => plane + 8 * first);
      const over = [fields, 8 * size, width, SCRATCH];
      return [
        { module: 0, export: "addSquares", arguments: [a, b, ...over, ...sums.slice(0, 2)] },
        { module: 0, export: "addProducts", arguments: [a, b, c, d, ...over, ...sums.slice(2)] },
      ];
    });
    const result = ({ run }: Crew): bigint[][] => {
      const sums = planes.slice(4).map((plane) => heap.view(plane, size).fill(0));
      run(tasks, scratch);
      return sums.map((sum) => Array.from(new BigInt64Array(Float64Array.from(sum).buffer)));
    };
    const expected = result(createCrew({ heap, modules: [module], threads: 1 }));
    const [crew] = await assembled(threads, { heap, modules: [module] });
    for (let round = 0; round < 10; round++) expect(result(crew)).toEqual(expected);
  });

  test("gives each thread the scratch block of its own", async () => {
    const [crew, heap] = await assembled(threads);
    const scratch = Array.from({ length: threads }, () => heap.allocate(8));
    const [cells, at] = integers(heap, 2);
    const start = heap.allocate(8 * threads);
    // Each worker waits between its two calls until the calling thread came through both of its own.
    const held = scratch
      .slice(1)
      .map((_, i): Task => [
        call("put", SCRATCH, i + 1),
        call("count", at(0)),
        call("waitFor", at(1)),
        call("copy", start + 8 * i + 8, SCRATCH),
      ]);
    const last: Task = [
      call("put", SCRATCH, 7),
      call("copy", start, SCRATCH),
      call("count", at(1)),
    ];
    crew.start([...held, last], scratch);
    watch(() => Atomics.load(cells, 0) === threads - 1);
    crew.finish();
    expect(Array.from(heap.view(start, threads))).toEqual([7, 1, 2].slice(0, threads));
  });

  test("says which kernel trapped, does the other tasks, and works again", async () => {
    const [crew, heap] = await assembled(threads);
    const [cells, at] = integers(heap, 200);
    const tasks = Array.from(cells, (_, i): Task => [call(i === 70 ? "stop" : "count", at(i))]);
    for (let run = 0; run < 3; run++) {
      expect(() => crew.run(tasks)).toThrow(
        /every kernel should run to its end; "stop" stopped with: unreachable.*compute it again/,
      );
    }
    crew.run([[call("count", at(70))], [call("count", at(70))]]);
    expect(cells[70]).toBe(2);
  });
});

describe("a crew", () => {
  test("works beside the thread that started the tasks, until that one finishes them", async () => {
    const [crew, heap] = await assembled(2);
    const [cells, at] = integers(heap, 4);
    crew.start([
      [call("count", at(0)), call("waitFor", at(1)), call("count", at(2))],
      [call("count", at(3))],
    ]);
    watch(() => Atomics.load(cells, 0) === 1);
    expect(Array.from(cells)).toEqual([1, 0, 0, 0]);
    Atomics.store(cells, 1, 1);
    crew.finish();
    expect(Array.from(cells)).toEqual([1, 1, 1, 1]);
    crew.finish();
    expect(Array.from(cells)).toEqual([1, 1, 1, 1]);
  });

  test("reports a kernel that trapped on a worker", async () => {
    const [crew, heap] = await assembled(2);
    const [cells, at] = integers(heap, 1);
    crew.start([[call("stop")], [call("count", at(0))]]);
    watch(() => Atomics.load(cells, 0) === 1); // the worker came to the second task
    expect(crew.finish).toThrow(/"stop" stopped with: unreachable/);
    crew.run([[call("count", at(0))], [call("count", at(0))]]);
    expect(cells[0]).toBe(3);
  });

  test("reads jobs and cells beyond where the memory ended when its workers came", async () => {
    const [crew, heap] = await assembled(3);
    const before = heap.memory.buffer.byteLength;
    const [cells, at] = integers(heap, 1 << 20);
    const some = Array.from({ length: 40_000 }, (_, i): Task => [call("count", at(26 * i))]);
    expect(at(0) + 4 * cells.length).toBeGreaterThan(before);
    crew.run(some);
    expect(cells.every((times, i) => times === Number(i % 26 === 0 && i < 26 * 40_000))).toBe(true);
  });

  test("does everything alone while nobody comes, and takes in those who come late", async () => {
    const host = findHost();
    const late: (() => void)[] = [];
    const [crew, heap] = assemble(2, {
      host: {
        ...host,
        startWorker(...how) {
          late.push(() => host.startWorker(...how));
          return { terminate: () => undefined };
        },
      },
    });
    const [cells, at] = integers(heap, 1000);
    const tasks = Array.from(cells, (_, i): Task => [call("count", at(i))]);
    crew.run(tasks);
    expect(cells.every((times) => times === 1)).toBe(true);
    expect([crew.present(), late.length]).toEqual([1, 1]);
    late[0]();
    await until(() => crew.present() === 2);
    crew.run(tasks);
    expect(cells.every((times) => times === 2)).toBe(true);
  });

  test("starts no worker before there is something to share, and others after it was closed", async () => {
    const [host, started] = watched();
    const [crew, heap] = assemble(3, { host });
    const [cells, at] = integers(heap, 1);
    const one: Task = [call("count", at(0))];
    crew.run([]);
    crew.run([one]);
    expect(started).toHaveLength(0);
    crew.run([one, one]);
    expect(started).toHaveLength(2);
    const ends = started.map((worker) => new Promise((go) => worker.on("exit", go)));
    crew.start([one, one]);
    crew.close();
    await Promise.all(ends);
    expect(crew.present()).toBe(1);
    crew.run([one, one]);
    expect(started).toHaveLength(4);
    expect(cells[0]).toBe(7);
  });

  test("gives its memory back when its workers have ended", async () => {
    const [crew, heap] = await assembled(2);
    expect(heap.owned()).toBeGreaterThan(0);
    crew.close();
    await until(() => heap.owned() === 0);
  });
});

describe("a worker that is lost", () => {
  /** A crew of two whose worker is terminated in the middle of a task. */
  async function lose(patience: number): Promise<[Crew, Heap, () => void, Promise<number>]> {
    const [host, started] = watched();
    const [crew, heap] = await assembled(2, { host, patience });
    const [cells, at] = integers(heap, 2);
    const counted: Task = [call("count", at(0))];
    crew.start([[call("count", at(0)), call("waitFor", at(1))], counted]);
    watch(() => Atomics.load(cells, 0) === 1);
    const end = started[0].terminate();
    const worksAgain = (): void => {
      cells.fill(0);
      crew.run([counted, counted, counted]);
      expect([cells[0], started.length]).toEqual([3, 2]);
    };
    return [crew, heap, worksAgain, end];
  }

  test("is named once its end is known, and replaced", async () => {
    const [crew, heap, worksAgain, end] = await lose(30_000);
    await end;
    expect(crew.finish).toThrow(
      /2 threads should do their tasks; thread 1 ended during one of them.*are replaced/,
    );
    worksAgain();
    crew.close();
    await until(() => heap.owned() === 64); // the cells of the test
  });

  test("is noticed after a while without progress, and replaced", async () => {
    const [crew, , worksAgain] = await lose(500);
    expect(crew.finish).toThrow(/none was done for 0.5 s, one thread seems to be lost/);
    worksAgain();
  });

  test("does no harm between two jobs", async () => {
    const [host, started] = watched();
    const [crew, heap] = await assembled(3, { host });
    await started[1].terminate();
    expect(crew.present()).toBe(2);
    const [cells, at] = integers(heap, 1);
    crew.run([[call("count", at(0))], [call("count", at(0))]]);
    expect([cells[0], started.length]).toEqual([2, 4]);
    await until(() => crew.present() === 3);
  });

  test("and never came is not asked for again: one thread does the work", async () => {
    const host = findHost();
    let starts = 0;
    let ended = (): void => undefined;
    const end = new Promise<void>((go) => (ended = go));
    const [crew, heap] = assemble(2, {
      host: {
        ...host,
        startWorker(_source, data, onEnd) {
          starts++;
          return host.startWorker("throw new Error('no')", data, () => {
            onEnd();
            ended();
          });
        },
      },
    });
    const [cells, at] = integers(heap, 1);
    const two: Task[] = [[call("count", at(0))], [call("count", at(0))]];
    crew.run(two);
    await end;
    crew.run(two);
    crew.run(two);
    expect([cells[0], starts, crew.present()]).toEqual([6, 1, 1]);
  });
});

describe("one thread does the work", () => {
  const none: Host = {
    availableThreads: () => 4,
    canWait: true,
    startWorker() {
      throw new ValueError("no workers");
    },
  };

  test("of a host that may not sleep, or whose memory is not shared", () => {
    expect(assemble(3, { host: { ...none, canWait: false } })[0].threads).toBe(1);
    const [crew, heap] = assemble(3, { heap: createHeap(false) });
    const start = heap.allocate(16);
    crew.run([[call("put", start, 3)], [call("put", start + 8, 4)]]);
    expect([crew.threads, ...heap.view(start, 2)]).toEqual([1, 3, 4]);
  });

  test("of a host that refuses to start others, asked once", () => {
    const [host, asked] = [none, [0]];
    const [crew, heap] = assemble(2, {
      host: {
        ...host,
        startWorker(...how) {
          asked[0]++;
          return host.startWorker(...how);
        },
      },
    });
    const [cells, at] = integers(heap, 1);
    for (let run = 0; run < 3; run++) crew.run([[call("count", at(0))], [call("count", at(0))]]);
    expect([cells[0], asked[0]]).toEqual([6, 1]);
  });
});

describe("what cannot be run is refused before anything runs", () => {
  test.each([1, 2])("by %i threads", (threads) => {
    const [crew, heap] = assemble(threads);
    const [cells, at] = integers(heap, 1);
    const counted: Task = [call("count", at(0))];
    expect(() => crew.run([counted, [call("measure")]])).toThrow(
      /should call functions of 1 modules; got "measure" of module 0, which does not exist/,
    );
    const other = { module: 1, export: "count", arguments: [] };
    expect(() => crew.run([counted, [other]])).toThrow(/got "count" of module 1/);
    const scratch = Array.from({ length: threads - 1 }, () => heap.allocate(8));
    expect(() => crew.run([counted, [call("put", SCRATCH, 1)]], scratch)).toThrow(
      `"put" needs one scratch block per thread, ${threads} in all; got ${threads - 1}. Allocate`,
    );
    expect(cells[0]).toBe(0);
    crew.start([counted, counted]);
    expect(() => crew.start([counted])).toThrow(
      /started after those before are finished; 2 are not. Call finish\(\) first/,
    );
    crew.finish();
    expect(cells[0]).toBe(2);
  });

  test("a number of threads that is none", () => {
    expect(() => assemble(0)).toThrow("compute.use: threads should be an integer ≥ 1; got 0.");
    expect(() => assemble(1.5)).toThrow("got 1.5");
  });
});

/** The host at hand, and the workers it started. */
function watched(): [Host, Worker[]] {
  const host = findHost();
  const started: Worker[] = [];
  return [
    {
      ...host,
      startWorker(source, data, onEnd) {
        const worker = host.startWorker(source, data, onEnd);
        if (worker instanceof Worker) started.push(worker);
        return worker;
      },
    },
    started,
  ];
}
