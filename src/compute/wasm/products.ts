/**
 * Products of matrices in WebAssembly. Few columns become the rows of the transposed product, so that
 * tiles are full; one column or one row is a matrix times a vector, one term an outer product.
 */
import type { Reals } from "../../core/index.js";
import type { Products, ProductShape } from "../products/products.js";
import { products32, products32Relaxed, products64, products64Relaxed } from "./binaries.js";
import { type Allocate, type Heap, viewOf } from "./heap.js";
import { load } from "./load.js";

/** The exports of assembly/products.ts. Arguments named after arrays are addresses; strides are bytes. */
interface ProductKernels {
  scratchBytes(rows: number, inner: number): number;
  multiply(
    a: number,
    aRow: number,
    aColumn: number,
    aStep: number,
    b: number,
    bRow: number,
    bColumn: number,
    bStep: number,
    out: number,
    outRow: number,
    outColumn: number,
    outStep: number,
    batch: number,
    rows: number,
    inner: number,
    columns: number,
    scratch: number,
  ): void;
  multiplyAlong(m: number, line: number, rows: number, inner: number, x: number, y: number): void;
  multiplyAcross(
    m: number,
    line: number,
    rows: number,
    inner: number,
    x: number,
    y: number,
    part: number,
  ): void;
  multiplyOuter(u: number, rows: number, v: number, columns: number, y: number): void;
}

/** A batch of matrices in the heap. */
interface Matrices {
  readonly at: number;
  /** Bytes from one row to the next, from one column to the next, and from one matrix to the next. */
  readonly row: number;
  readonly column: number;
  readonly step: number;
}

/** Rows of a tile. A tile has as many columns in f64 and twice as many in f32. */
const TILE_ROWS = 4;

/** Products on a heap; their modules are compiled when first used. */
export function createProducts(heap: Heap, relaxed = false): Products {
  const kernelsFor = (like: Reals): ProductKernels => {
    const [binary, fused] =
      like instanceof Float64Array
        ? [products64, products64Relaxed]
        : [products32, products32Relaxed];
    return load(relaxed ? fused : binary, heap) as ProductKernels;
  };

  return {
    multiplyMatrices(a, b, shape, out) {
      if (shape.inner === 0) out.fill(0);
      if (shape.inner === 0 || out.length === 0) return;
      const kernels = kernelsFor(out);
      heap.scope((allocate) => {
        const [aAt, bAt] = [a, b].map((array) => placed(heap, array, allocate));
        const inPlace = heap.addressOf(out);
        const outAt = inPlace < 0 ? allocate(out.byteLength) : inPlace;
        multiply(kernels, aAt, bAt, outAt, merged(shape), out.BYTES_PER_ELEMENT, allocate);
        if (inPlace < 0) out.set(viewOf(heap, out, outAt, out.length));
      });
    },
  };
}

/** Where an array is in the heap, or a copy of it. */
function placed(heap: Heap, array: Reals, allocate: Allocate): number {
  const inPlace = heap.addressOf(array);
  if (inPlace >= 0) return inPlace;
  const address = allocate(array.byteLength);
  viewOf(heap, array, address, array.length).set(array);
  return address;
}

/** The same product with the rows of a batch as rows of one matrix, where all share the right one. */
function merged(shape: ProductShape): ProductShape {
  const { batch, rows, transposeA, sharedA = false, sharedB = false } = shape;
  if (!sharedB || sharedA || (transposeA && rows > 1)) return shape;
  return { ...shape, batch: 1, rows: batch * rows, transposeA: false };
}

function multiply(
  kernels: ProductKernels,
  aAt: number,
  bAt: number,
  outAt: number,
  shape: ProductShape,
  bytes: number,
  allocate: Allocate,
): void {
  const { batch, rows, inner, columns, transposeA, transposeB, sharedA, sharedB } = shape;
  const a = matricesAt(aAt, rows, inner, transposeA, sharedA, bytes);
  const b = matricesAt(bAt, inner, columns, transposeB, sharedB, bytes);
  const out = matricesAt(outAt, rows, columns, false, false, bytes);
  if (columns === 1) {
    timesVectors(kernels, a, b, out, shape, bytes, allocate);
    return;
  }
  if (rows === 1) {
    timesVectors(kernels, turned(b), a, out, { ...shape, rows: columns }, bytes, allocate);
    return;
  }
  if (inner === 1) {
    for (let n = 0; n < batch; n++) {
      const [u, v, y] = [a, b, out].map(({ at, step }) => at + n * step);
      kernels.multiplyOuter(u, rows, v, columns, y);
    }
    return;
  }
  const turn = bytes === 4 && columns <= TILE_ROWS && rows > columns;
  const [left, right, to] = turn ? [turned(b), turned(a), turned(out)] : [a, b, out];
  const [height, width] = turn ? [columns, rows] : [rows, columns];
  kernels.multiply(
    ...([left.at, left.row, left.column, left.step] as const),
    ...([right.at, right.row, right.column, right.step] as const),
    ...([to.at, to.row, to.column, to.step] as const),
    ...([batch, height, inner, width, allocate(kernels.scratchBytes(height, inner))] as const),
  );
}

/** Fills y[n, i] with Σ_k m[n, i, k] x[n, k]. */
function timesVectors(
  kernels: ProductKernels,
  m: Matrices,
  x: Matrices,
  y: Matrices,
  { batch, rows, inner }: ProductShape,
  bytes: number,
  allocate: Allocate,
): void {
  const along = m.column === bytes;
  const part = along ? 0 : allocate(rows * bytes);
  for (let n = 0; n < batch; n++) {
    const [from, factors, to] = [m, x, y].map(({ at, step }) => at + n * step);
    if (along) kernels.multiplyAlong(from, m.row, rows, inner, factors, to);
    else kernels.multiplyAcross(from, m.column, rows, inner, factors, to, part);
  }
}

/** Matrices that lie one after the other; one that all share has a step of 0. */
function matricesAt(
  at: number,
  rows: number,
  columns: number,
  transposed: boolean,
  shared: boolean | undefined,
  bytes: number,
): Matrices {
  const [row, column] = transposed ? [bytes, rows * bytes] : [columns * bytes, bytes];
  return { at, row, column, step: shared ? 0 : rows * columns * bytes };
}

function turned({ at, row, column, step }: Matrices): Matrices {
  return { at, row: column, column: row, step };
}
