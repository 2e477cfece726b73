/** Who takes part in a training step, in a process of its own each. */
import { startFromNpm, startOurs, startPython } from "../programs.js";
import type { Started } from "../programs.js";

/** Identifiers of the sides; the first two are kernelfield. */
export type SideId = "ours" | "relaxed" | "torch" | "torchKeeping" | "tensorflow" | "jax";

/** A side that runs. */
export interface Side extends Started {
  readonly id: SideId;
}

const WORKER = "nn/worker.ts";

const STARTS: readonly (readonly [SideId, () => Promise<Started | string>])[] = [
  ["ours", () => startOurs(WORKER, { threads: 1, relaxed: false })],
  ["relaxed", () => startOurs(WORKER, { threads: 1, relaxed: true })],
  ["torch", () => startTorch(false)],
  ["torchKeeping", () => startTorch(true)],
  ["tensorflow", () => startFromNpm("tensorflowTraining")],
  ["jax", () => startFromNpm("jaxTraining")],
];

/** Whether a side is kernelfield. */
export function isOurs({ id }: { readonly id: SideId }): boolean {
  return id === "ours" || id === "relaxed";
}

/** Starts all sides; tells why some are not there. */
export async function startSides(tell: (sentence: string) => void): Promise<Side[]> {
  const sides: Side[] = [];
  for (const [id, start] of STARTS) {
    const started = await start();
    if (typeof started === "string") tell(started);
    else sides.push({ id, ...started });
  }
  return sides;
}

/** PyTorch as it comes, or with a C library that keeps memory: large arrays then need no fresh pages. */
async function startTorch(keepsMemory: boolean): Promise<Started | string> {
  const started = await startPython(["numpy", "torch"], "nn/torch_peer.py", { keepsMemory });
  if (typeof started === "string" || !keepsMemory) return started;
  return { ...started, label: `${started.label}, memory kept` };
}
