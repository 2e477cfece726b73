import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { Worker as NodeWorker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { createCrew } from "../../../src/compute/threads/crew.js";
import { findHost } from "../../../src/compute/threads/host.js";
import { crewKernels } from "./crewKernels.js";

describe("the host", () => {
  test("offers the threads of this Node, and may sleep", () => {
    const { availableThreads, canWait } = findHost();
    expect([availableThreads(), canWait]).toEqual([availableParallelism(), true]);
  });

  test("has one thread, and refuses workers, where it has none", () => {
    for (const scope of [{}, { process: {} }, { process: { getBuiltinModule: () => undefined } }]) {
      const { availableThreads, canWait, startWorker } = findHost(scope);
      expect([availableThreads(), canWait]).toEqual([1, false]);
      expect(() => startWorker("", {}, () => undefined)).toThrow(/it has none. Use one thread/);
    }
  });

  test("may not sleep on the main thread of a browser", () => {
    const Atomics = {
      wait(): string {
        throw new TypeError("Atomics.wait cannot be called in this context");
      },
    };
    expect(findHost({ ...browser().scope, Atomics }).canWait).toBe(false);
  });

  test("may not sleep where no memory is shared", () => {
    const { SharedArrayBuffer, ...rest } = browser().scope;
    expect([typeof SharedArrayBuffer, findHost(rest).canWait]).toEqual(["function", false]);
  });

  test("starts workers in a worker of a browser, from text, and is told if they fail", async () => {
    const { scope, workers, blobs } = browser();
    const host = findHost(scope);
    expect([host.availableThreads(), host.canWait]).toEqual([8, true]);
    const ends: string[] = [];
    const worker = host.startWorker("let x;", { thread: 3 }, () => ends.push("end"));
    expect(worker).toBe(workers[0]);
    expect(workers[0].url).toBe("blob:0");
    expect(workers[0].posted).toEqual([{ thread: 3 }]);
    expect(await blobs[0]?.text()).toBe("let x;");
    let silenced = false;
    workers[0].onerror?.({ preventDefault: () => (silenced = true) });
    expect([silenced, ends]).toEqual([true, ["end"]]);
  });
});

test("workers that get their data as browsers send it do tasks, too", async () => {
  const heap = createHeap();
  const disguise =
    `const { parentPort } = require("node:worker_threads");` +
    `process.getBuiltinModule = undefined;` +
    `parentPort.on("message", (data) => globalThis.onmessage({ data }));`;
  const crew = createCrew({
    heap,
    modules: [crewKernels()],
    threads: 2,
    host: {
      ...findHost(),
      startWorker(source, data, onEnd) {
        const worker = new NodeWorker(disguise + source, { eval: true, execArgv: [] });
        worker.on("exit", onEnd);
        worker.unref();
        worker.postMessage(data);
        return worker;
      },
    },
  });
  const start = heap.allocate(8);
  const cells = new Int32Array(heap.memory.buffer, start, 2).fill(0);
  const call = (name: string, at: number) => ({ module: 0, export: name, arguments: [at] });
  crew.run([[], []]);
  for (let wait = 0; wait < 4000 && crew.present() < 2; wait++) {
    await new Promise((go) => setTimeout(go, 5));
  }
  // The caller waits for what only the worker can do: it took the first task.
  crew.start([[call("count", start)], []]);
  const late = performance.now() + 20_000;
  while (Atomics.load(cells, 0) === 0 && performance.now() < late);
  expect(cells[0]).toBe(1);
  crew.finish();
  crew.close();
});

test("a process with sleeping workers ends by itself", () => {
  const here = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    import { createHeap } from ${here("../../../src/compute/wasm/heap.ts")};
    import { createCrew } from ${here("../../../src/compute/threads/crew.ts")};
    import { crewKernels } from ${here("./crewKernels.ts")};
    const crew = createCrew({ heap: createHeap(), modules: [crewKernels()], threads: 3 });
    crew.run([[], []]);
    const look = setInterval(() => {
      if (crew.present() < 3) return;
      clearInterval(look);
      crew.run([[], []]);
      console.log("done");
    }, 5);`;
  const said = execFileSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", script],
    { encoding: "utf8", timeout: 20_000 },
  );
  expect(said).toBe("done\n");
});

/** What a worker of a browser finds around it. */
function browser() {
  const workers: FakeWorker[] = [];
  const blobs: Blob[] = [];
  class FakeWorker {
    readonly posted: unknown[] = [];
    onerror: ((event: { preventDefault(): void }) => void) | null = null;
    constructor(readonly url: string) {
      workers.push(this);
    }
    postMessage(data: unknown): void {
      this.posted.push(data);
    }
    terminate(): void {
      this.posted.length = 0;
    }
  }
  const scope = {
    Atomics,
    SharedArrayBuffer,
    navigator: { hardwareConcurrency: 8 },
    Worker: FakeWorker,
    URL: {
      createObjectURL: (blob: Blob) => `blob:${blobs.push(blob) - 1}`,
      revokeObjectURL: (url: string) => expect(url).toBe("blob:0"),
    },
  };
  return { scope, workers, blobs };
}
