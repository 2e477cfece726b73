/**
 * Real Fourier transforms over sixteen rows, and back, for filters with more rows than three: bands of
 * 17 − r rows of results of a filter with r rows. With û = F u, and the weights of F⁻¹ in the filter,
 *
 *   y = Fᵀ (conj(q̂) û),   Fᵀ (R, I)[x] = Σ_f R_f cos(2π f x / 16) − I_f sin(2π f x / 16),  0 ≤ f ≤ 8.
 *
 * A complex product (c + i d)(a + i b) takes three real ones by Gauss: s = c (a + b), s + (d − c) a and
 * s − (c + d) b are shared by its parts. So the lines are f = 0 and 8, which are real, then a + b, a and
 * b of 4, 2, 6, 1, 7, 3 and 5, in the order in which they come: twenty-three in all. See minimalFiltering.ts; whole rows are combined, as there.
 */
import { multiplyAdd, multiplySub } from "./fused";

const V: usize = 16; // bytes of a vector
const HALF: f64 = 0.7071067811865476; // cos(π / 4)
const LONG: f64 = 0.9238795325112867; // cos(π / 8)
const SHORT: f64 = 0.3826834323650898; // sin(π / 8)

/** Stores a + b, a and b, which lie `re` and `im` bytes further. */
function put<T extends number>(to: usize, re: usize, im: usize, a: v128, b: v128): void {
  v128.store(to, v128.add<T>(a, b));
  v128.store(to + re, a);
  v128.store(to + im, b);
}

/** The lines of even frequencies, from the sums of rows k and k + 8. */
function evenLines<T extends number>(
  a0: v128,
  a1: v128,
  a2: v128,
  a3: v128,
  a4: v128,
  a5: v128,
  a6: v128,
  a7: v128,
  to: usize,
  line: usize,
  re: usize,
  im: usize,
): void {
  const half = v128.splat<T>(HALF as T);
  const c0 = v128.add<T>(a0, a4);
  const c1 = v128.add<T>(a1, a5);
  const c2 = v128.add<T>(a2, a6);
  const c3 = v128.add<T>(a3, a7);
  const s = v128.add<T>(c0, c2);
  const t = v128.add<T>(c1, c3);
  v128.store(to, v128.add<T>(s, t));
  v128.store(to + line, v128.sub<T>(s, t));
  to += 2 * line;
  put<T>(to, re, im, v128.sub<T>(c0, c2), v128.sub<T>(c3, c1));
  to += 3 * line;
  const d0 = v128.sub<T>(a0, a4);
  const d1 = v128.sub<T>(a1, a5);
  const d2 = v128.sub<T>(a2, a6);
  const d3 = v128.sub<T>(a3, a7);
  const p = v128.mul<T>(half, v128.sub<T>(d1, d3));
  const q = v128.mul<T>(half, v128.add<T>(d1, d3));
  put<T>(to, re, im, v128.add<T>(d0, p), v128.sub<T>(v128.neg<T>(d2), q));
  to += 3 * line;
  put<T>(to, re, im, v128.sub<T>(d0, p), v128.sub<T>(d2, q));
}

/** The lines of odd frequencies, from the differences of rows k and k + 8. */
function oddLines<T extends number>(
  b0: v128,
  b1: v128,
  b2: v128,
  b3: v128,
  b4: v128,
  b5: v128,
  b6: v128,
  b7: v128,
  to: usize,
  line: usize,
  re: usize,
  im: usize,
): void {
  const half = v128.splat<T>(HALF as T);
  const long = v128.splat<T>(LONG as T);
  const short = v128.splat<T>(SHORT as T);
  const e1 = v128.sub<T>(b1, b7);
  const e2 = v128.sub<T>(b2, b6);
  const e3 = v128.sub<T>(b3, b5);
  // The imaginary parts are sums of these, all with the sign of −i.
  const o1 = v128.add<T>(b1, b7);
  const o2 = v128.add<T>(b2, b6);
  const o3 = v128.add<T>(b3, b5);
  const p = multiplyAdd<T>(half, e2, b0);
  const q = multiplyAdd<T>(long, e1, v128.mul<T>(short, e3));
  const v = multiplyAdd<T>(half, o2, b4);
  const w = multiplyAdd<T>(short, o1, v128.mul<T>(long, o3));
  put<T>(to, re, im, v128.add<T>(p, q), v128.neg<T>(v128.add<T>(w, v)));
  to += 3 * line;
  put<T>(to, re, im, v128.sub<T>(p, q), v128.sub<T>(v, w));
  to += 3 * line;
  const r = multiplySub<T>(half, e2, b0);
  const s = multiplySub<T>(long, e3, v128.mul<T>(short, e1));
  const m = multiplySub<T>(half, o2, b4);
  const n = multiplySub<T>(short, o3, v128.mul<T>(long, o1));
  put<T>(to, re, im, v128.add<T>(r, s), v128.sub<T>(m, n));
  to += 3 * line;
  put<T>(to, re, im, v128.sub<T>(r, s), v128.neg<T>(v128.add<T>(m, n)));
}

/** Lines of sixteen rows u, of which those from `height` ≥ 8 on are the row of zeros. */
function forward<T extends number>(
  u: usize,
  row: usize,
  height: i32,
  zeros: usize,
  width: usize,
  to: usize,
  step: usize,
  line: usize,
  re: usize,
  im: usize,
): void {
  const low = u + 8 * row;
  const p0 = height > 8 ? low : zeros;
  const p1 = height > 9 ? low + row : zeros;
  const p2 = height > 10 ? low + 2 * row : zeros;
  const p3 = height > 11 ? low + 3 * row : zeros;
  const p4 = height > 12 ? low + 4 * row : zeros;
  const p5 = height > 13 ? low + 5 * row : zeros;
  const p6 = height > 14 ? low + 6 * row : zeros;
  const p7 = height > 15 ? low + 7 * row : zeros;
  for (let x: usize = 0; x < width; x += V, to += step) {
    const q0 = u + x;
    const q1 = q0 + row;
    const q2 = q1 + row;
    const q3 = q2 + row;
    const q4 = q3 + row;
    const q5 = q4 + row;
    const q6 = q5 + row;
    const q7 = q6 + row;
    evenLines<T>(
      v128.add<T>(v128.load(q0), v128.load(p0 + x)),
      v128.add<T>(v128.load(q1), v128.load(p1 + x)),
      v128.add<T>(v128.load(q2), v128.load(p2 + x)),
      v128.add<T>(v128.load(q3), v128.load(p3 + x)),
      v128.add<T>(v128.load(q4), v128.load(p4 + x)),
      v128.add<T>(v128.load(q5), v128.load(p5 + x)),
      v128.add<T>(v128.load(q6), v128.load(p6 + x)),
      v128.add<T>(v128.load(q7), v128.load(p7 + x)),
      to,
      line,
      re,
      im,
    );
    oddLines<T>(
      v128.sub<T>(v128.load(q0), v128.load(p0 + x)),
      v128.sub<T>(v128.load(q1), v128.load(p1 + x)),
      v128.sub<T>(v128.load(q2), v128.load(p2 + x)),
      v128.sub<T>(v128.load(q3), v128.load(p3 + x)),
      v128.sub<T>(v128.load(q4), v128.load(p4 + x)),
      v128.sub<T>(v128.load(q5), v128.load(p5 + x)),
      v128.sub<T>(v128.load(q6), v128.load(p6 + x)),
      v128.sub<T>(v128.load(q7), v128.load(p7 + x)),
      to + 11 * line,
      line,
      re,
      im,
    );
  }
}

/** Lines of sixteen rows of u. */
export function turnRows<T extends number>(
  u: usize,
  uRow: usize,
  width: usize,
  to: usize,
  line: usize,
): void {
  forward<T>(u, uRow, 16, u, width, to, V, line, line, 2 * line);
}

/** Lines of `height` rows of g, vector by vector among those of three other planes. */
export function turnGradients<T extends number>(
  g: usize,
  gRow: usize,
  width: usize,
  to: usize,
  line: usize,
  height: i32,
  zeros: usize,
): void {
  // The transpose of what makes y of the products: a stands where b does in the lines of u.
  forward<T>(g, gRow, height, zeros, width, to, 4 * V, line, 2 * line, line);
}
