/** Samples with their targets, handed out in batches of a random order. */
import {
  checkFinite,
  checkInteger,
  formatShape,
  ShapeError,
  sizeOf,
  toDense,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput, Dense, NumericData } from "../../core/index.js";

/** Samples x[s, …] with their targets y[s, …]: fields, vectors, or class numbers [s]. */
export interface TrainingData {
  readonly x: ArrayInput;
  readonly y: ArrayInput;
}

/** Samples and targets as the loops of training use them. */
export interface Samples {
  readonly count: number;
  readonly x: Dense;
  readonly y: Dense;
  /** The samples that `order` lists from `first` to `last`, in arrays that the next call fills again. */
  readonly take: (order: Int32Array, first: number, last: number) => { x: Dense; y: Dense };
}

/**
 * Data as samples.
 * @throws ShapeError if samples and targets differ in number, ValueError for none, and for entries that
 *   are not finite
 */
export function samplesOf(data: TrainingData, where: string): Samples {
  const x = toDense(data.x, `${where}.x`);
  const y = toDense(data.y, `${where}.y`);
  checkFinite(x, `${where}.x`);
  checkFinite(y, `${where}.y`);
  const count = x.shape[0] ?? 0;
  if (count === 0) {
    throw new ValueError(
      `${where} should hold at least one sample; got none. Check what was read.`,
    );
  }
  if (y.shape[0] !== count) {
    throw new ShapeError(
      `${where}: x and y should hold one target for every sample; got shapes ${formatShape(x.shape)} and ` +
        `${formatShape(y.shape)}.`,
    );
  }
  const takeX = gatherer(x);
  const takeY = gatherer(y);
  return {
    count,
    x,
    y,
    take: (order, first, last) => ({ x: takeX(order, first, last), y: takeY(order, first, last) }),
  };
}

/**
 * Samples in a batch: as asked for, or all up to 32.
 * @throws ValueError for a batch that is larger than the data
 */
export function batchSizeOf(asked: number | undefined, count: number, where: string): number {
  const batchSize = asked ?? Math.min(32, count);
  checkInteger(batchSize, 1, Infinity, `${where}: batchSize`);
  if (batchSize <= count) return batchSize;
  throw new ValueError(
    `${where}: batchSize should not exceed the ${count} samples; got ${batchSize}. Use ${count} for steps ` +
      `with all samples.`,
  );
}

/** What copies chosen entries along the first axis, into one array for each number of them. */
function gatherer({
  data,
  shape,
}: Dense): (order: Int32Array, first: number, last: number) => Dense {
  const entry = shape.slice(1);
  const length = sizeOf(entry);
  const buffers = new Map<number, Dense>();
  return (order, first, last) => {
    const count = last - first;
    const known = buffers.get(count);
    const buffer = known ?? { data: emptyLike(data, count * length), shape: [count, ...entry] };
    if (!known) buffers.set(count, buffer);
    for (let i = 0; i < count; i++) {
      const from = order[first + i] * length;
      for (let j = 0; j < length; j++) buffer.data[i * length + j] = data[from + j];
    }
    return buffer;
  };
}

function emptyLike(data: NumericData, length: number): NumericData {
  return new (data.constructor as new (length: number) => NumericData)(length);
}
