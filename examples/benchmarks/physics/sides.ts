/** Who takes part in a solution, in a process of its own each. */
import { startOurs, startPython } from "../programs.js";
import type { Started } from "../programs.js";
import type { PhysicsWork } from "./works.js";

/** Identifiers of the sides; the first three are kernelfield. */
export type SideId = "ours" | "relaxed" | "threads" | "numpy" | "sfepy";

/** A side that runs. */
export interface Side extends Started {
  readonly id: SideId;
}

interface Entry {
  readonly takes: (work: PhysicsWork) => boolean;
  readonly start: () => Promise<Started | string>;
}

const WORKER = "physics/worker.ts";

const ENTRIES: Readonly<Record<SideId, Entry>> = {
  ours: {
    takes: ({ threads }) => threads === 1,
    start: () => startOurs(WORKER, { threads: 1, relaxed: false }),
  },
  relaxed: {
    takes: ({ threads }) => threads === 1,
    start: () => startOurs(WORKER, { threads: 1, relaxed: true }),
  },
  threads: {
    takes: ({ threads }) => threads > 1,
    start: () => startOurs(WORKER, { threads: 2, relaxed: false }),
  },
  numpy: {
    takes: ({ threads }) => threads === 1,
    start: () => startPython(["numpy", "scipy"], "physics/numpy_peer.py"),
  },
  sfepy: {
    takes: ({ bars }) => bars.sfepy !== undefined,
    start: () => startPython(["numpy", "sfepy"], "physics/elasticity_sfepy.py"),
  },
};

/** Whether a side is kernelfield. */
export function isOurs({ id }: { readonly id: SideId }): boolean {
  return id === "ours" || id === "relaxed" || id === "threads";
}

/** Our side alone, on one thread. */
export function startAlone(): Promise<Started | string> {
  return ENTRIES.ours.start();
}

/** Starts the sides that take part in a work; tells why some are not there. */
export async function startSides(
  work: PhysicsWork,
  tell: (sentence: string) => void,
): Promise<Side[]> {
  const sides: Side[] = [];
  for (const id of Object.keys(ENTRIES) as SideId[]) {
    const { takes, start } = ENTRIES[id];
    if (!takes(work)) continue;
    const started = await start();
    if (typeof started === "string") tell(started);
    else sides.push({ id, ...started });
  }
  return sides;
}
