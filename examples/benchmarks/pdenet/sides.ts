/** Who takes part, in a process of its own each. */
import { startOurs, startPython } from "../programs.js";
import type { Started } from "../programs.js";

/** Identifiers of the sides; all but the last are kernelfield. */
export type SideId = "ours" | "relaxed" | "torch";

/** A side that runs. */
export interface Side extends Started {
  readonly id: SideId;
}

const WORKER = "pdenet/worker.ts";

const STARTS: readonly (readonly [SideId, () => Promise<Started | string>])[] = [
  ["ours", () => startOurs(WORKER, { threads: 1, relaxed: false })],
  ["relaxed", () => startOurs(WORKER, { threads: 1, relaxed: true })],
  ["torch", () => startPython(["numpy", "torch"], "pdenet_torch.py")],
];

/** Whether a side is kernelfield. */
export function isOurs({ id }: { readonly id: SideId }): boolean {
  return id !== "torch";
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
