/**
 * Transforms of blocks of 32 × 32 complex entries in place, 32 = 4 · 4 · 2 along both axes. Frequencies
 * stay in the order in which they fall; the inverse begins there. See convolutionTiles.ts.
 */
import { multiplyAdd, multiplySub } from "./fused";

const V: usize = 16; // bytes of a vector
const UNIT: usize = 32; // a complex entry
const N: usize = 32; // entries of a line
const ROW: usize = N * UNIT;

/**
 * One radix-4 step down of `lines` lines: entries j, j + n/4, … of every stretch of n become sums
 * and differences, twisted by w^j, w^2j, w^3j of the table.
 */
function down<T extends number>(
  at: usize,
  step: usize,
  line: usize,
  lines: usize,
  n: usize,
  w: usize,
): void {
  const quarter = (n >> 2) * step;
  const end = lines * line;
  for (let stretch: usize = 0; stretch < N; stretch += n) {
    for (let j: usize = 0; j < n >> 2; j++) {
      const roots = w + j * 6 * sizeof<T>();
      const w1r = v128.load_splat<T>(roots);
      const w1i = v128.load_splat<T>(roots, sizeof<T>());
      const w2r = v128.load_splat<T>(roots, 2 * sizeof<T>());
      const w2i = v128.load_splat<T>(roots, 3 * sizeof<T>());
      const w3r = v128.load_splat<T>(roots, 4 * sizeof<T>());
      const w3i = v128.load_splat<T>(roots, 5 * sizeof<T>());
      const first = at + (stretch + j) * step;
      for (let l: usize = 0; l < end; l += line) {
        const p0 = first + l;
        const p1 = p0 + quarter;
        const p2 = p1 + quarter;
        const p3 = p2 + quarter;
        const ar = v128.load(p0),
          ai = v128.load(p0, V);
        const cr = v128.load(p2),
          ci = v128.load(p2, V);
        const t0r = v128.add<T>(ar, cr),
          t0i = v128.add<T>(ai, ci);
        const t1r = v128.sub<T>(ar, cr),
          t1i = v128.sub<T>(ai, ci);
        const br = v128.load(p1),
          bi = v128.load(p1, V);
        const dr = v128.load(p3),
          di = v128.load(p3, V);
        const t2r = v128.add<T>(br, dr),
          t2i = v128.add<T>(bi, di);
        const t3r = v128.sub<T>(bi, di),
          t3i = v128.sub<T>(dr, br); // −i (b − d)
        v128.store(p0, v128.add<T>(t0r, t2r));
        v128.store(p0, v128.add<T>(t0i, t2i), V);
        let yr = v128.add<T>(t1r, t3r),
          yi = v128.add<T>(t1i, t3i);
        v128.store(p1, multiplySub<T>(yi, w1i, v128.mul<T>(yr, w1r)));
        v128.store(p1, multiplyAdd<T>(yi, w1r, v128.mul<T>(yr, w1i)), V);
        yr = v128.sub<T>(t0r, t2r);
        yi = v128.sub<T>(t0i, t2i);
        v128.store(p2, multiplySub<T>(yi, w2i, v128.mul<T>(yr, w2r)));
        v128.store(p2, multiplyAdd<T>(yi, w2r, v128.mul<T>(yr, w2i)), V);
        yr = v128.sub<T>(t1r, t3r);
        yi = v128.sub<T>(t1i, t3i);
        v128.store(p3, multiplySub<T>(yi, w3i, v128.mul<T>(yr, w3r)));
        v128.store(p3, multiplyAdd<T>(yi, w3r, v128.mul<T>(yr, w3i)), V);
      }
    }
  }
}

/** The step that undoes `down`, but for a factor of 4. */
function up<T extends number>(
  at: usize,
  step: usize,
  line: usize,
  lines: usize,
  n: usize,
  w: usize,
): void {
  const quarter = (n >> 2) * step;
  const end = lines * line;
  for (let stretch: usize = 0; stretch < N; stretch += n) {
    for (let j: usize = 0; j < n >> 2; j++) {
      const roots = w + j * 6 * sizeof<T>();
      const w1r = v128.load_splat<T>(roots);
      const w1i = v128.load_splat<T>(roots, sizeof<T>());
      const w2r = v128.load_splat<T>(roots, 2 * sizeof<T>());
      const w2i = v128.load_splat<T>(roots, 3 * sizeof<T>());
      const w3r = v128.load_splat<T>(roots, 4 * sizeof<T>());
      const w3i = v128.load_splat<T>(roots, 5 * sizeof<T>());
      const first = at + (stretch + j) * step;
      for (let l: usize = 0; l < end; l += line) {
        const p0 = first + l;
        const p1 = p0 + quarter;
        const p2 = p1 + quarter;
        const p3 = p2 + quarter;
        let zr = v128.load(p2),
          zi = v128.load(p2, V);
        const cr = multiplyAdd<T>(zi, w2i, v128.mul<T>(zr, w2r));
        const ci = multiplySub<T>(zr, w2i, v128.mul<T>(zi, w2r));
        const ar = v128.load(p0),
          ai = v128.load(p0, V);
        const t0r = v128.add<T>(ar, cr),
          t0i = v128.add<T>(ai, ci);
        const t2r = v128.sub<T>(ar, cr),
          t2i = v128.sub<T>(ai, ci);
        zr = v128.load(p1);
        zi = v128.load(p1, V);
        const br = multiplyAdd<T>(zi, w1i, v128.mul<T>(zr, w1r));
        const bi = multiplySub<T>(zr, w1i, v128.mul<T>(zi, w1r));
        zr = v128.load(p3);
        zi = v128.load(p3, V);
        const dr = multiplyAdd<T>(zi, w3i, v128.mul<T>(zr, w3r));
        const di = multiplySub<T>(zr, w3i, v128.mul<T>(zi, w3r));
        const t1r = v128.add<T>(br, dr),
          t1i = v128.add<T>(bi, di);
        const t3r = v128.sub<T>(di, bi),
          t3i = v128.sub<T>(br, dr); // i (b − d)
        v128.store(p0, v128.add<T>(t0r, t1r));
        v128.store(p0, v128.add<T>(t0i, t1i), V);
        v128.store(p1, v128.add<T>(t2r, t3r));
        v128.store(p1, v128.add<T>(t2i, t3i), V);
        v128.store(p2, v128.sub<T>(t0r, t1r));
        v128.store(p2, v128.sub<T>(t0i, t1i), V);
        v128.store(p3, v128.sub<T>(t2r, t3r));
        v128.store(p3, v128.sub<T>(t2i, t3i), V);
      }
    }
  }
}

/** Sums and differences of neighbouring entries: the last step down, and the first up. */
function pairs<T extends number>(at: usize, step: usize, line: usize, lines: usize): void {
  const end = lines * line;
  for (let j: usize = 0; j < N; j += 2) {
    const first = at + j * step;
    for (let l: usize = 0; l < end; l += line) {
      const p = first + l;
      const q = p + step;
      const ar = v128.load(p),
        ai = v128.load(p, V);
      const br = v128.load(q),
        bi = v128.load(q, V);
      v128.store(p, v128.add<T>(ar, br));
      v128.store(p, v128.add<T>(ai, bi), V);
      v128.store(q, v128.sub<T>(ar, br));
      v128.store(q, v128.sub<T>(ai, bi), V);
    }
  }
}

/** Transforms a block of which only the first `rows` rows are not zero; roots for n = 32, then 8. */
export function forward<T extends number>(block: usize, rows: usize, roots: usize): void {
  const eight = roots + 48 * sizeof<T>();
  down<T>(block, UNIT, ROW, rows, 32, roots);
  down<T>(block, UNIT, ROW, rows, 8, eight);
  pairs<T>(block, UNIT, ROW, rows);
  down<T>(block, ROW, UNIT, N, 32, roots);
  down<T>(block, ROW, UNIT, N, 8, eight);
  pairs<T>(block, ROW, UNIT, N);
}

/** The first `rows` rows of the inverse transform, times 1024. */
export function inverse<T extends number>(block: usize, rows: usize, roots: usize): void {
  const eight = roots + 48 * sizeof<T>();
  pairs<T>(block, ROW, UNIT, N);
  up<T>(block, ROW, UNIT, N, 8, eight);
  up<T>(block, ROW, UNIT, N, 32, roots);
  pairs<T>(block, UNIT, ROW, rows);
  up<T>(block, UNIT, ROW, rows, 8, eight);
  up<T>(block, UNIT, ROW, rows, 32, roots);
}
