/** How far losses and gradients of two sides are from each other, by the parameters they belong to. */
import { readFile } from "node:fs/promises";
import { formats } from "kernelfield";
import type { NdArray } from "kernelfield";
import { freeCount, ordersOf } from "./works.js";
import type { PdenetWork } from "./works.js";

/** The largest difference of a part over its largest entry: the loss, moments, the carrier's, the others. */
export async function differenceByParts(
  work: PdenetWork,
  ours: string,
  peers: string,
): Promise<number> {
  const [a, b] = await Promise.all([numbersOf(ours), numbersOf(peers)]);
  if (a.length !== b.length) {
    throw new Error(`${ours} has ${a.length} numbers, ${peers} ${b.length}: not the same work.`);
  }
  const moments = ordersOf(work).reduce((sum, order) => sum + freeCount(work, order), 0);
  const lengths = [1, moments, ...(work.kind === "linear" ? [freeCount(work, [0, 0])] : [])];
  lengths.push(b.length - lengths.reduce((sum, length) => sum + length));
  let [first, most] = [0, 0];
  for (const length of lengths) {
    let [gap, largest] = [0, Number.MIN_VALUE];
    for (let i = first; i < first + length; i++) {
      gap = Math.max(gap, Math.abs(a[i] - b[i]));
      largest = Math.max(largest, Math.abs(b[i]));
    }
    // A NaN is different from everything.
    most = Math.max(most, gap / largest);
    first += length;
  }
  return most;
}

async function numbersOf(path: string): Promise<ArrayLike<number>> {
  return (formats.readNpy(await readFile(path)) as NdArray).data;
}
