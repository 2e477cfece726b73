/**
 * G = Uᴴ D U with a unit upper triangle U and a real diagonal D, by rows: with W = D U,
 *
 *   W[i, j] = G[i, j] − Σ_{k<i} conj(U[k, i]) W[k, j],   D[i] = W[i, i],   U[i, j] = W[i, j]/D[i].
 *
 * Right-hand sides stand in the columns behind G, and come out as D⁻¹ U⁻ᴴ b. Columns are worked on
 * in pairs, so their number is even: what stands below the diagonal, and in a column too many, is
 * void.
 */
import { ENTRY } from "./lanes";

/** Turns the rows [G | b] into W and fills `factors` with U; returns where all pivots are positive. */
export function factorize(rows: usize, n: i32, columns: i32, factors: usize): v128 {
  const row: usize = ENTRY * columns;
  let positive = i64x2.splat(-1);
  for (let i = 0; i < n; i++) {
    const own: usize = i * row;
    const diagonal: usize = ENTRY * i;
    for (let column = diagonal & ~ENTRY; column < row; column += 2 * ENTRY) {
      const to = rows + own + column;
      let re = v128.load(to);
      let im = v128.load(to, 16);
      let nextRe = v128.load(to, 32);
      let nextIm = v128.load(to, 48);
      let u = factors + diagonal;
      for (let w = rows + column; w < to; w += row) {
        const uRe = v128.load(u);
        const uIm = v128.load(u, 16);
        const wRe = v128.load(w);
        const wIm = v128.load(w, 16);
        const vRe = v128.load(w, 32);
        const vIm = v128.load(w, 48);
        re = f64x2.sub(re, f64x2.add(f64x2.mul(uRe, wRe), f64x2.mul(uIm, wIm)));
        im = f64x2.sub(im, f64x2.sub(f64x2.mul(uRe, wIm), f64x2.mul(uIm, wRe)));
        nextRe = f64x2.sub(nextRe, f64x2.add(f64x2.mul(uRe, vRe), f64x2.mul(uIm, vIm)));
        nextIm = f64x2.sub(nextIm, f64x2.sub(f64x2.mul(uRe, vIm), f64x2.mul(uIm, vRe)));
        u += row;
      }
      v128.store(to, re);
      v128.store(to, im, 16);
      v128.store(to, nextRe, 32);
      v128.store(to, nextIm, 48);
    }
    const pivot = v128.load(rows + own + diagonal);
    positive = v128.and(positive, f64x2.gt(pivot, f64x2.splat(0)));
    const inverse = f64x2.div(f64x2.splat(1), pivot);
    for (let at = own + diagonal + ENTRY; at < own + row; at += ENTRY) {
      v128.store(factors + at, f64x2.mul(v128.load(rows + at), inverse));
      v128.store(factors + at, f64x2.mul(v128.load(rows + at, 16), inverse), 16);
    }
  }
  return positive;
}

/** Solves U x = D⁻¹ U⁻ᴴ b in the columns behind U. */
export function substitute(factors: usize, n: i32, responses: i32, row: usize): void {
  const end: usize = ENTRY * (n + responses);
  for (let column: usize = ENTRY * n; column < end; column += ENTRY) {
    for (let i = n - 2; i >= 0; i--) {
      const own = factors + i * row;
      let re = v128.load(own + column);
      let im = v128.load(own + column, 16);
      let x = own + row + column;
      for (let at: usize = ENTRY * (i + 1); at < ENTRY * n; at += ENTRY) {
        const uRe = v128.load(own + at);
        const uIm = v128.load(own + at, 16);
        const xRe = v128.load(x);
        const xIm = v128.load(x, 16);
        re = f64x2.sub(re, f64x2.sub(f64x2.mul(uRe, xRe), f64x2.mul(uIm, xIm)));
        im = f64x2.sub(im, f64x2.add(f64x2.mul(uRe, xIm), f64x2.mul(uIm, xRe)));
        x += row;
      }
      v128.store(own + column, re);
      v128.store(own + column, im, 16);
    }
  }
}
