/** Data larger than memory: microstructures and responses, some samples at a time. */
import { checkInteger, ShapeError, sizeOf } from "../core/index.js";
import type { NpyHeader } from "../formats/index.js";
import type { Batch } from "../mks/index.js";
import type { FilePath } from "./fileError.js";
import { readNpyHeader, readSamples } from "./npyFile.js";
import { asReal } from "./numberKind.js";
import { openFile } from "./readFile.js";
import type { OpenFile } from "./readFile.js";

/** Options of `openBatches`. */
export interface OpenBatchesOptions {
  /** Samples per batch. Default: as many as have about half a million cells. */
  readonly size?: number | undefined;
}

const WHERE = "io.openBatches";
const CELLS_PER_BATCH = 1 << 19;

/**
 * Microstructures m[s, …x] and responses p[s, …x] or p[s, c, …x] of two .npy files in batches, for
 * `mks.fitBatches`. Only one batch is in memory at a time; every loop over the result opens the files
 * again and closes them at its end.
 * @throws ValueError if a file cannot be read, holds complex numbers or is in Fortran order, or for a
 * size below 1; ShapeError if the sample counts differ; FormatError if a file is damaged. All of
 * them before the first batch
 */
export function openBatches(
  mPath: FilePath,
  pPath: FilePath,
  options: OpenBatchesOptions = {},
): AsyncIterable<Batch> {
  if (options.size !== undefined) {
    checkInteger(options.size, 1, Infinity, `${WHERE}: size`);
  }
  return { [Symbol.asyncIterator]: () => batches(mPath, pPath, options.size) };
}

async function* batches(
  mPath: FilePath,
  pPath: FilePath,
  size: number | undefined,
): AsyncGenerator<Batch, void, undefined> {
  const mFile = await openFile(mPath, WHERE);
  try {
    const pFile = await openFile(pPath, WHERE);
    try {
      const m = await readNpyHeader(mFile);
      const p = await readNpyHeader(pFile);
      const samples = checkSamples(mFile, m, pFile, p);
      const cells = Math.max(1, sizeOf(m.shape.slice(1)));
      const step = size ?? Math.max(1, Math.floor(CELLS_PER_BATCH / cells));
      for (let from = 0; from < samples; from += step) {
        const range = { from, to: Math.min(from + step, samples) };
        yield {
          m: asReal(await readSamples(mFile, m, range), mFile.where),
          p: asReal(await readSamples(pFile, p, range), pFile.where),
        };
      }
    } finally {
      await pFile.close();
    }
  } finally {
    await mFile.close();
  }
}

function checkSamples(mFile: OpenFile, m: NpyHeader, pFile: OpenFile, p: NpyHeader): number {
  const [samples, responses] = [m.shape[0], p.shape[0]];
  if (samples !== undefined && samples === responses) return samples;
  const count = (n: number | undefined): string => (n === undefined ? "no sample axis" : `${n}`);
  throw new ShapeError(
    `${WHERE}: m and p should have as many samples; got ${count(samples)} in ${mFile.path} and ` +
      `${count(responses)} in ${pFile.path}. Check that the files belong together.`,
  );
}
