/**
 * Periodic convolution on an input that was padded once; the definition is in convolution.ts of the
 * floor above. A tap is one entry of the filter: a byte offset into the padded input. Neighbouring
 * cells share a vector, and a tile of results stays in registers while all taps go by. Kernels exist
 * for f64 and f32; `T` says which. Addresses and strides are bytes.
 *
 * Tiles hold eight vectors of sums; with six operands and one product that fills the registers that
 * engines give to vectors. More spills, and halves the speed.
 */
import { multiplyAdd } from "./fused";

export { convolveOne32, convolveOne64 } from "./convolveOne";
export { convolvePair32, convolvePair64 } from "./convolvePair";
export { convolveTwo32, convolveTwo64 } from "./convolveTwo";
export {
  correlateFour32,
  correlateFour64,
  correlateTwo32,
  correlateTwo64,
  interleave32,
  interleave64,
} from "./correlation";
export { pad32, pad64 } from "./padding";
export { blend, spread } from "./nodeLines";
export { spreadRows } from "./stencilGradient";
export { applyNodes } from "./stencilNodes";
export { applyRows, applyRowsTransposed, fillRows, foldRows } from "./stencils";

const V: usize = 16; // bytes of a vector

/** A row of four outputs, two vectors at a time; the last tile begins at `last` and may overlap. */
function rowOfFour<T extends number>(
  u: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yPlane: usize,
  last: usize,
): void {
  const zero = v128.splat<T>(0 as T);
  let x: usize = 0;
  for (;;) {
    let a0 = zero,
      a1 = zero,
      b0 = zero,
      b1 = zero;
    let c0 = zero,
      c1 = zero,
      d0 = zero,
      d1 = zero;
    const from = u + x;
    let tap = taps;
    let w = q;
    do {
      const p = from + <usize>load<u32>(tap);
      const u0 = v128.load(p);
      const u1 = v128.load(p, V);
      const a = v128.load_splat<T>(w);
      const b = v128.load_splat<T>(w, sizeof<T>());
      const c = v128.load_splat<T>(w, 2 * sizeof<T>());
      const d = v128.load_splat<T>(w, 3 * sizeof<T>());
      a0 = multiplyAdd<T>(a, u0, a0);
      a1 = multiplyAdd<T>(a, u1, a1);
      b0 = multiplyAdd<T>(b, u0, b0);
      b1 = multiplyAdd<T>(b, u1, b1);
      c0 = multiplyAdd<T>(c, u0, c0);
      c1 = multiplyAdd<T>(c, u1, c1);
      d0 = multiplyAdd<T>(d, u0, d0);
      d1 = multiplyAdd<T>(d, u1, d1);
      w += 4 * sizeof<T>();
      tap += 4;
    } while (tap < end);
    let to = y + x;
    v128.store(to, a0);
    v128.store(to, a1, V);
    to += yPlane;
    v128.store(to, b0);
    v128.store(to, b1, V);
    to += yPlane;
    v128.store(to, c0);
    v128.store(to, c1, V);
    to += yPlane;
    v128.store(to, d0);
    v128.store(to, d1, V);
    if (x == last) return;
    x = min(x + 2 * V, last);
  }
}

function rowsOfFour<T extends number>(
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  for (let row = 0; row < rows; row++) {
    rowOfFour<T>(u, taps, end, q, y, yPlane, last);
    u += uRow;
    y += yRow;
  }
}

/** Fills rows of four outputs; filters are q[tap, output], taps are u32 from `taps` to `end`. */
export function convolveFour64(
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  rowsOfFour<f64>(u, uRow, taps, end, q, y, yRow, yPlane, rows, last);
}

export function convolveFour32(
  u: usize,
  uRow: usize,
  taps: usize,
  end: usize,
  q: usize,
  y: usize,
  yRow: usize,
  yPlane: usize,
  rows: i32,
  last: usize,
): void {
  rowsOfFour<f32>(u, uRow, taps, end, q, y, yRow, yPlane, rows, last);
}
