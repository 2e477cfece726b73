/**
 * Sets of samples that take long to make and do not fit into memory: made in parts, each saved when it is there,
 * and joined at the end. Whoever stops the program, or the power, loses the part that was being made.
 *
 *   data/set.parts/part-00000.npz, …, facts.json     while it is made
 *   data/set.npz                                     when it is done
 */
import { realpath } from "node:fs/promises";
import { info } from "../../compute/index.js";
import { checkInteger, checkpoint, ShapeError, ValueError, version } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";
import { absolutePath, fileError } from "../fileError.js";
import type { FilePath } from "../fileError.js";
import { withFile } from "../readFile.js";
import { formatFacts } from "./facts.js";
import type { Facts } from "./facts.js";
import { setBeginning, setLayout, writeSet } from "./joinParts.js";
import { describe, encodePart, isAlike, readPart, savePart } from "./part.js";
import type { PartArray, PartArrays } from "./part.js";
import { isBegun, openFolder, partsFolder, removeFolder, takeName } from "./partsFolder.js";
import type { PartsFolder } from "./partsFolder.js";

/** What set is to be made. */
export interface SetPlan {
  /** Samples in all. */
  readonly samples: number;
  /** Samples in a part: as many as fit into memory, and as are not missed when the program is stopped. */
  readonly chunk: number;
  /**
   * Everything the samples depend on: kind, options, seed. They are written into the set, together with the samples,
   * the chunk, the version and what computes, and parts of other facts are not taken for these.
   */
  readonly facts: Facts;
}

/**
 * Makes samples first … first + count − 1 of the set, the same whatever was made before.
 * @returns arrays by name, [sample, …]
 */
export type MakePart = (
  first: number,
  count: number,
  run: RunOptions,
) => PartArrays | Promise<PartArrays>;

/** Options of `generateParts`. */
export interface GeneratePartsOptions extends RunOptions {
  /** Whether to leave the parts where they are when the set is done. Default false. */
  readonly keep?: boolean;
}

/** What became of a call. */
export interface GeneratedSet {
  /** The file. */
  readonly path: string;
  /** Samples that this call made. */
  readonly made: number;
  /** Samples that were there from a call before. */
  readonly found: number;
}

const WHERE = "io.generateParts";

/**
 * Makes a set of samples part by part, and joins the parts to a .npz file with the arrays [sample, …] and `facts`,
 * which `openFacts` reads. Memory holds one part at a time.
 *
 * A call that is repeated after it was stopped, aborted or killed makes the parts that are missing or damaged, and the
 * file has the same bits as without interruption. If the file of these facts is already there, nothing is done;
 * another file of its name is replaced in the end. Two calls at the same time should not have one target.
 * @param target a path that ends in .npz, or a `file:` URL; parts wait in a folder .parts beside it
 * @throws ValueError for a target or facts that are none, parts of other facts, more than 4 GiB, or if the system
 *   refuses
 * @throws ShapeError for arrays without a sample axis, or that are not alike in all parts
 */
export async function generateParts(
  target: FilePath,
  { samples, chunk, facts: given }: SetPlan,
  make: MakePart,
  options: GeneratePartsOptions = {},
): Promise<GeneratedSet> {
  const { keep = false, signal } = options;
  checkInteger(samples, 1, Infinity, `${WHERE}: samples`);
  checkInteger(chunk, 1, Infinity, `${WHERE}: chunk`);
  const path = await targetOf(target);
  const { backend, relaxed, precision } = info();
  const facts: Facts = {
    ...given,
    ...{ samples, chunk, kernelfield: version, compute: { backend, relaxed, precision } },
  };
  const text = formatFacts(facts, WHERE);
  const factBytes = new TextEncoder().encode(text);
  const folder = partsFolder(path);
  signal?.throwIfAborted();
  try {
    if (await beginsWith(path, setBeginning(factBytes, WHERE))) {
      if (!keep) await removeFolder(folder);
      return { path, made: 0, found: samples };
    }
    await openFolder(folder, text, WHERE);
    const { like, found } = await makeParts(folder, samples, chunk, factBytes, make, options);
    const layout = setLayout(factBytes, like, samples, WHERE);
    await writeSet(folder.joined, layout, factBytes, eachPart(folder, samples, chunk));
    await takeName(folder, path);
    if (!keep) await removeFolder(folder);
    return { path, made: samples - found, found };
  } catch (error) {
    if (!(await isBegun(folder))) await removeFolder(folder);
    throw fileError(error, folder.path, WHERE);
  }
}

/** Makes the parts that are not there; returns one of them, and how many samples were there. */
async function makeParts(
  folder: PartsFolder,
  samples: number,
  chunk: number,
  facts: Uint8Array,
  make: MakePart,
  options: RunOptions,
): Promise<{ like: readonly PartArray[]; found: number }> {
  let like: readonly PartArray[] | undefined;
  let found = 0;
  for (let first = 0; first < samples; first += chunk) {
    await checkpoint(options, { done: first, total: samples, unit: "samples" });
    const count = Math.min(chunk, samples - first);
    const file = folder.partOf(first / chunk);
    const old = await readPart(file, WHERE).catch(() => undefined);
    if (old?.every((array) => array.samples === count) && (!like || isAlike(old, like))) {
      like ??= old;
      found += count;
      continue;
    }
    const arrays = await make(first, count, within(first, count, samples, options));
    const part = encodePart(arrays, count, WHERE);
    if (!like) setLayout(facts, part, samples, WHERE); // refuses what will be too large before all is made
    like ??= part;
    if (!isAlike(part, like)) {
      throw new ShapeError(
        `${WHERE}: make should return the same arrays for every part; got ${describe(part)} after ${describe(like)}.`,
      );
    }
    await savePart(file, part, WHERE);
  }
  await checkpoint(options, { done: samples, total: samples, unit: "samples" });
  return { like: like ?? [], found };
}

/** The progress of a part as that of the set. */
function within(
  first: number,
  count: number,
  samples: number,
  { signal, onProgress }: RunOptions,
): RunOptions {
  return {
    signal,
    onProgress: ({ done, total = Infinity }) => {
      const share = total > 0 ? Math.min(1, done / total) : 1;
      onProgress?.({ done: first + Math.floor(share * count), total: samples, unit: "samples" });
    },
  };
}

async function* eachPart(
  folder: PartsFolder,
  samples: number,
  chunk: number,
): AsyncGenerator<readonly PartArray[]> {
  for (let index = 0; index * chunk < samples; index++) {
    yield await readPart(folder.partOf(index), WHERE);
  }
}

/** The absolute path of a set; a link stays a link. */
async function targetOf(target: FilePath): Promise<string> {
  const path = absolutePath(target);
  if (path.endsWith(".npz")) return realpath(path).catch(() => path);
  throw new ValueError(
    `${WHERE}: the target should end in .npz; got ${path}. Call it ${path}.npz.`,
  );
}

async function beginsWith(path: string, beginning: Uint8Array): Promise<boolean> {
  const found = await withFile(path, WHERE, (file) =>
    file.read(0, Math.min(beginning.length, file.size)),
  ).catch(() => undefined);
  return found !== undefined && Buffer.compare(found, beginning) === 0;
}
