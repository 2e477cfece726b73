/** Who takes part, in a process of its own each, and in which works. */
import { existsSync } from "node:fs";
import { beside, findPython, startPeer } from "../peer.js";
import type { Peer } from "../peer.js";
import { startNumpy } from "../mksSides.js";
import { compileC } from "./native.js";
import { isLocalization } from "./works.js";
import type { Work } from "./works.js";

/** Identifiers of the sides; the first three are kernelfield. */
export type SideId =
  "ours" | "relaxed" | "threads" | "scipy" | "numpy" | "fftw" | "torch" | "tensorflow" | "jax";

/** A side that runs. */
export interface Side {
  readonly id: SideId;
  /** Its name with its version. */
  readonly label: string;
  readonly peer: Peer;
  readonly takes: (work: Work) => boolean;
}

interface Entry {
  readonly id: SideId;
  readonly takes: (work: Work) => boolean;
  /** The running program, or a sentence that says why there is none. */
  readonly start: (threads: number) => Promise<Omit<Side, "id" | "takes"> | string>;
}

/** Whether a side is the one that a work judges. */
export function isJudged({ id }: Side, work: Work): boolean {
  return work.threads > 1 ? id === "threads" : id === "ours" || id === "relaxed";
}

/** Starts all sides that take part in some of the works; tells why others do not. */
export async function startSides(
  works: readonly Work[],
  folder: string,
  tell: (sentence: string) => void,
): Promise<Side[]> {
  const sides: Side[] = [];
  for (const { id, takes, start } of entries(folder)) {
    // Peers of works on two threads are other processes, with two threads.
    for (const threads of id === "ours" || id === "relaxed" ? [1] : [1, 2]) {
      const takesThese = (work: Work): boolean =>
        takes(work) && (id === "ours" || work.threads === threads);
      if (!works.some(takesThese)) continue;
      const started = await start(threads);
      if (typeof started === "string") tell(started);
      else sides.push({ id, takes: takesThese, ...started });
    }
  }
  return sides;
}

function entries(folder: string): Entry[] {
  const single = (work: Work): boolean => work.threads === 1;
  const transforms = (work: Work): boolean => work.kind === "transform";
  const planes = (work: Work): boolean =>
    work.kind === "convolution" &&
    work.direction === "forward" &&
    work.precision === "float32" &&
    work.grid.length === 2;
  return [
    { id: "ours", takes: (work) => work.kind !== "start", start: () => startOurs(1, false) },
    {
      id: "relaxed",
      takes: (work) =>
        single(work) && (transforms(work) || work.kind === "convolution" || work.kind === "bank"),
      start: () => startOurs(1, true),
    },
    {
      id: "threads",
      takes: (work) => work.threads > 1,
      start: (threads) => startOurs(threads, false),
    },
    {
      id: "scipy",
      takes: (work) => transforms(work) || work.kind === "systems",
      start: (threads) => startPython(["numpy", "scipy"], "scipy_peer.py", threads),
    },
    {
      id: "numpy",
      takes: isLocalization,
      start: startMksNumpy,
    },
    {
      id: "fftw",
      takes: (work) => transforms(work) && single(work),
      start: () => startFftw(folder),
    },
    {
      id: "torch",
      takes: ({ kind }) => ["convolution", "bank", "activation", "update"].includes(kind),
      start: () => startPython(["numpy", "torch"], "torch_peer.py", 1),
    },
    { id: "tensorflow", takes: planes, start: () => startFromNpm("tensorflow") },
    { id: "jax", takes: planes, start: () => startFromNpm("jax") },
  ];
}

/** kernelfield; with relaxed instructions in the Node that KERNELFIELD_NODE names, if this one has none. */
async function startOurs(
  threads: number,
  relaxed: boolean,
): Promise<Omit<Side, "id" | "takes"> | string> {
  const other = process.env.KERNELFIELD_NODE;
  const programs = [process.execPath, ...(relaxed && other !== undefined ? [other] : [])];
  let reason = "";
  for (const program of programs) {
    const words = ["--import", "tsx", beside("compute/worker.ts")];
    const peer = startPeer(program, words, { keepsMemory: true });
    const { refused, node } = await peer.ask({ ask: "choose", threads, relaxed });
    if (refused === undefined) {
      const how = [
        ...(relaxed ? ["relaxed"] : []),
        ...(threads > 1 ? [`${threads} threads`] : []),
        `Node ${String(node)}`,
      ];
      return { label: `kernelfield (${how.join(", ")})`, peer };
    }
    peer.end();
    reason = String(refused);
  }
  const advice = relaxed ? " KERNELFIELD_NODE can name another Node." : "";
  return `kernelfield ${relaxed ? "relaxed" : `on ${threads} threads`} is left out: ${reason}${advice}`;
}

async function startPython(
  modules: readonly string[],
  file: string,
  threads: number,
): Promise<Omit<Side, "id" | "takes"> | string> {
  const python = findPython(modules);
  if (python === undefined) {
    return (
      `${file} is left out: no python3 with ${modules.join(" and ")} was found. Install ` +
      `${modules.map((name) => `python3-${name}`).join(" ")}, or name one in KERNELFIELD_PYTHON.`
    );
  }
  return named(startPeer(python, [beside(`compute/${file}`)], { threads, keepsMemory: true }));
}

async function startMksNumpy(threads: number): Promise<Omit<Side, "id" | "takes"> | string> {
  const python = findPython(["numpy", "scipy"]);
  if (python === undefined) return "mks_numpy.py is left out: it needs NumPy and SciPy.";
  const peer = startNumpy(python, { threads, keepsMemory: true });
  const { numpy, scipy } = await peer.ask({ ask: "versions" });
  return { label: `NumPy ${String(numpy)}, SciPy ${String(scipy)}`, peer };
}

async function startFftw(folder: string): Promise<Omit<Side, "id" | "takes"> | string> {
  const program = compileC("fftw", folder, ["-lfftw3", "-lfftw3f", "-lm"]);
  if (program === undefined) {
    return "FFTW is left out: it needs a C compiler and libfftw3-dev.";
  }
  return named(startPeer(program, []));
}

async function startFromNpm(name: string): Promise<Omit<Side, "id" | "takes"> | string> {
  if (!existsSync(beside("compute/npm/node_modules"))) {
    return `${name} is left out. This brings it: npm ci --prefix examples/benchmarks/compute/npm`;
  }
  return named(startPeer(process.execPath, ["--import", "tsx", beside(`compute/npm/${name}.ts`)]));
}

async function named(peer: Peer): Promise<Omit<Side, "id" | "takes">> {
  const { name } = await peer.ask({ ask: "versions" });
  return { label: String(name), peer };
}
