/** Cells taken from an array axis by axis: out[i₀, i₁, …] = in[…], the index on input axis a_j being picks_j[i_j]. */
import { formatShape, ndarrayOf, ShapeError, sizeOf, stridesOf, toDense } from "../core/index.js";
import type { ArrayInput, Dense, NdArray, NumericData } from "../core/index.js";

/** Where the entries along an axis of the result come from. */
export interface Picks {
  /** The axis of the source. */
  readonly axis: number;
  /** Its indices, in order. */
  readonly picks: readonly number[];
}

/**
 * The array m[s, …x] as dense data.
 * @throws ShapeError unless there are a sample axis and one to three space axes, none of them empty
 */
export function sampled(m: ArrayInput, where: string): Dense {
  const dense = toDense(m, `${where}: m`);
  const { shape } = dense;
  if (shape.length >= 2 && shape.length <= 4 && !shape.includes(0)) return dense;
  throw new ShapeError(
    `${where}: m should have the axes [sample, …x], one to three of them in space and none empty; got ` +
      `${formatShape(shape)}. Add a leading axis of length 1 to a single sample.`,
  );
}

/** The indices of a whole axis. */
export function whole(axis: number, shape: readonly number[]): Picks {
  return { axis, picks: Array.from({ length: shape[axis] }, (_, i) => i) };
}

/** The picked cells, in fresh memory; `axes` has one entry per axis of the result. */
export function picked({ data, shape }: Dense, axes: readonly Picks[]): NdArray<NumericData> {
  const strides = stridesOf(shape);
  const lengths = axes.map(({ picks }) => picks.length);
  const out = new (data.constructor as new (length: number) => NumericData)(sizeOf(lengths));
  let to = 0;
  const fill = (from: number, [{ axis, picks }, ...inner]: readonly Picks[]): void => {
    const stride = strides[axis];
    if (inner.length === 0) for (const i of picks) out[to++] = data[from + stride * i];
    else for (const i of picks) fill(from + stride * i, inner);
  };
  fill(0, axes);
  return ndarrayOf(out, lengths);
}
