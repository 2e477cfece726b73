/** How far two results in .npy files are from each other. */
import { readFile } from "node:fs/promises";
import { formats } from "kernelfield";
import type { NdArray } from "kernelfield";

/** The largest difference of two results over the largest entry of the second. */
export async function differenceOf(ours: string, peers: string): Promise<number> {
  const [a, b] = await Promise.all([numbersOf(ours), numbersOf(peers)]);
  if (a.length !== b.length) {
    throw new Error(`${ours} has ${a.length} numbers, ${peers} ${b.length}: not the same work.`);
  }
  let difference = 0;
  let largest = Number.MIN_VALUE;
  for (let i = 0; i < b.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    largest = Math.max(largest, Math.abs(b[i]));
  }
  return difference / largest;
}

/** All real, then all imaginary parts. */
async function numbersOf(path: string): Promise<ArrayLike<number>> {
  const array = formats.readNpy(await readFile(path));
  if (!("re" in array)) return (array as NdArray).data;
  const { re, im } = array;
  const both = new Float64Array(re.length + im.length);
  both.set(re);
  both.set(im, re.length);
  return both;
}
