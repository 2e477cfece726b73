/** The arrays that words of a call name: `FILE.npy`, or `FILE.npz:NAME`. */
import type { NdArray, NumericData } from "../core/index.js";
import { openArray, openBatches } from "../io/index.js";
import type { Batch } from "../mks/index.js";

/** The array, whole. */
export function openInput(word: string): Promise<NdArray<NumericData>> {
  const { file, member } = parseInput(word);
  return openArray(file, { member });
}

/** Microstructures and responses piece by piece; arrays of an archive come in one piece. */
export async function* openPieces(m: string, p: string): AsyncGenerator<Batch> {
  if (isArchive(m) || isArchive(p)) yield { m: await openInput(m), p: await openInput(p) };
  else yield* openBatches(m, p);
}

function parseInput(word: string): { file: string; member: string | undefined } {
  const [, file = word, member] = (/^(.*\.npz):([^:]+)$/i.exec(word) ?? []) as (
    string | undefined
  )[];
  return { file, member };
}

function isArchive(word: string): boolean {
  return /\.npz$/i.test(parseInput(word).file);
}
