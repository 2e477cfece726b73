/** Who takes part, in a process of its own each, and in which works. */
import { startNumpy } from "../mksSides.js";
import { findPython, startPeer } from "../peer.js";
import { named, startFromNpm, startOurs, startPython } from "../programs.js";
import type { Started } from "../programs.js";
import { compileC } from "./native.js";
import { isLocalization } from "./works.js";
import type { Work } from "./works.js";

const WORKER = "compute/worker.ts";

/** Identifiers of the sides; the first three are kernelfield. */
export type SideId =
  "ours" | "relaxed" | "threads" | "scipy" | "numpy" | "fftw" | "torch" | "tensorflow" | "jax";

/** A side that runs. */
export interface Side extends Started {
  readonly id: SideId;
  readonly takes: (work: Work) => boolean;
}

interface Entry {
  readonly id: SideId;
  readonly takes: (work: Work) => boolean;
  /** The running program, or a sentence that says why there is none. */
  readonly start: (threads: number) => Promise<Started | string>;
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
    {
      id: "ours",
      takes: (work) => work.kind !== "start",
      start: () => startOurs(WORKER, { threads: 1, relaxed: false }),
    },
    {
      id: "relaxed",
      takes: (work) =>
        single(work) && (transforms(work) || work.kind === "convolution" || work.kind === "bank"),
      start: () => startOurs(WORKER, { threads: 1, relaxed: true }),
    },
    {
      id: "threads",
      takes: (work) => work.threads > 1,
      start: (threads) => startOurs(WORKER, { threads, relaxed: false }),
    },
    {
      id: "scipy",
      takes: (work) => transforms(work) || work.kind === "systems",
      start: (threads) => startPython(["numpy", "scipy"], "compute/scipy_peer.py", { threads }),
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
      start: () => startPython(["numpy", "torch"], "compute/torch_peer.py"),
    },
    { id: "tensorflow", takes: planes, start: () => startFromNpm("tensorflow") },
    { id: "jax", takes: planes, start: () => startFromNpm("jax") },
  ];
}

async function startMksNumpy(threads: number): Promise<Started | string> {
  const python = findPython(["numpy", "scipy"]);
  if (python === undefined) return "mks_numpy.py is left out: it needs NumPy and SciPy.";
  const peer = startNumpy(python, { threads, keepsMemory: true });
  const { numpy, scipy } = await peer.ask({ ask: "versions" });
  return { label: `NumPy ${String(numpy)}, SciPy ${String(scipy)}`, peer };
}

async function startFftw(folder: string): Promise<Started | string> {
  const program = compileC("fftw", folder, ["-lfftw3", "-lfftw3f", "-lm"]);
  if (program === undefined) {
    return "FFTW is left out: it needs a C compiler and libfftw3-dev.";
  }
  return named(startPeer(program, []));
}
