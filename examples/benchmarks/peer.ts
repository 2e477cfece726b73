/** A program that answers one line of JSON per line of JSON: the two sides of a comparison. */
import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

/** What a peer is asked, and what it answers. */
export type Message = Readonly<Record<string, unknown>>;

/** A running peer. */
export interface Peer {
  readonly ask: (question: Message) => Promise<Message>;
  readonly end: () => void;
}

/** A peer in a process of its own. */
export interface Program extends Peer {
  readonly id: number | undefined;
}

/** How a program is started. */
export interface PeerOptions {
  /** Threads in every pool the program may have. Default 1. */
  readonly threads?: number;
  /**
   * Whether the C library keeps the memory that a program gives back, so that the next run finds it and
   * no page has to be cleared again. Default false, as programs come.
   */
  readonly keepsMemory?: boolean;
}

/** Starts a program. */
export function startPeer(
  program: string,
  words: readonly string[],
  { threads = 1, keepsMemory = false }: PeerOptions = {},
): Program {
  const count = String(threads);
  const folder = beside(".");
  const path = process.env.PYTHONPATH;
  const pools = {
    OMP_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    WORKERS: count,
    PYTHONPATH: [folder, ...(path === undefined ? [] : [path])].join(delimiter), // for serve.py
  };
  const most = String(2 ** 32);
  const keeping = { MALLOC_MMAP_THRESHOLD_: most, MALLOC_TRIM_THRESHOLD_: most };
  const child = spawn(program, [...words], {
    env: { ...process.env, ...pools, ...(keepsMemory ? keeping : {}) },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    id: child.pid,
    ask: async (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const line: IteratorResult<string, undefined> = await lines.next();
      if (line.done) throw new Error(`${program} ${words.join(" ")} ended before it answered.`);
      return JSON.parse(line.value) as Message;
    },
    end: () => child.stdin.end(),
  };
}

/** A file beside this one. */
export function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** The first python3 that has these modules, or undefined; KERNELFIELD_PYTHON is asked first. */
export function findPython(modules: readonly string[]): string | undefined {
  const own = process.env.KERNELFIELD_PYTHON;
  const names = [...(own === undefined ? [] : [own]), "/usr/bin/python3", "python3"];
  return names.find((name) => {
    try {
      execFileSync(name, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}
