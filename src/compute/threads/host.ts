/** What the host offers for threads: Node's worker threads, or the workers of a browser. */
import { ValueError } from "../../core/index.js";

/** A worker that was started. */
export interface WorkerHandle {
  /** Ends it; where that takes time, a promise tells when it has ended. */
  terminate(): unknown;
}

/** What a crew needs of its host. */
export interface Host {
  /** Threads that run at the same time; 1 where there are no workers. */
  readonly availableThreads: () => number;
  /** Whether the calling thread may sleep: the main thread of a browser may not. */
  readonly canWait: boolean;
  /**
   * Starts a worker that never holds the process. `onEnd` is called if it ends, of itself or not.
   * @throws whatever the host throws where it starts no workers
   */
  readonly startWorker: (source: string, data: unknown, onEnd: () => void) => WorkerHandle;
}

/** The part of a global object that is looked at. */
export interface HostScope {
  readonly process?: {
    readonly getBuiltinModule?: ((name: string) => object | undefined) | undefined;
  };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly Atomics?: { wait(words: Int32Array, at: number, value: number): string };
  readonly SharedArrayBuffer?: new (bytes: number) => SharedArrayBuffer;
  readonly Worker?: new (url: string) => BrowserWorker;
  readonly URL?: { createObjectURL(blob: Blob): string; revokeObjectURL(url: string): void };
}

interface BrowserWorker extends WorkerHandle {
  postMessage(data: unknown): void;
  onerror: ((event: { preventDefault(): void }) => void) | null;
}

interface NodeThreads {
  readonly Worker: new (source: string, options: object) => NodeWorker;
}

interface NodeWorker extends WorkerHandle {
  on(event: "error" | "exit", listener: () => void): void;
  unref(): void;
}

/** The host at hand. No module of Node is imported for it: bundles for browsers hold none. */
export function findHost(scope: HostScope = globalThis as HostScope): Host {
  const canWait = maySleep(scope);
  // Older releases have no getBuiltinModule; they and hosts without workers compute on one thread.
  const threads = scope.process?.getBuiltinModule?.("node:worker_threads");
  const os = scope.process?.getBuiltinModule?.("node:os");
  if (threads && os) {
    const { availableParallelism } = os as { availableParallelism: () => number };
    return nodeHost(threads as NodeThreads, availableParallelism, canWait);
  }
  const { Worker, URL, navigator } = scope;
  if (Worker && URL) return browserHost(Worker, URL, navigator?.hardwareConcurrency ?? 1, canWait);
  return {
    availableThreads: () => 1,
    canWait: false,
    startWorker() {
      throw new ValueError(
        "compute: this host should start a worker; it has none. Use one thread.",
      );
    },
  };
}

/** Whether the thread is allowed to wait: asked for a value that is not there, it returns at once. */
function maySleep({ Atomics, SharedArrayBuffer }: HostScope): boolean {
  if (!Atomics || !SharedArrayBuffer) return false;
  try {
    return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1) === "not-equal";
  } catch {
    return false;
  }
}

function nodeHost({ Worker }: NodeThreads, availableThreads: () => number, canWait: boolean): Host {
  return {
    availableThreads,
    canWait,
    startWorker(source, data, onEnd) {
      // Without the flags of the process: loaders would slow the start, and could change the text.
      const worker = new Worker(source, { eval: true, workerData: data, execArgv: [] });
      worker.on("error", onEnd);
      worker.on("exit", onEnd);
      worker.unref();
      return worker;
    },
  };
}

function browserHost(
  Worker: new (url: string) => BrowserWorker,
  url: NonNullable<HostScope["URL"]>,
  available: number,
  canWait: boolean,
): Host {
  return {
    availableThreads: () => available,
    canWait,
    startWorker(source, data, onEnd) {
      const address = url.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const worker = new Worker(address);
      url.revokeObjectURL(address);
      worker.onerror = (event) => {
        event.preventDefault();
        onEnd();
      };
      worker.postMessage(data);
      return worker;
    },
  };
}
