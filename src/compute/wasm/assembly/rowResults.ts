/** The way back from lines to rows of results: the transpose of rowTransform.ts, line by line. */
import { multiplyAdd, multiplySub } from "./fused";

const V: usize = 16; // bytes of a vector
const HALF: f64 = 0.7071067811865476; // cos(π / 4)
const LONG: f64 = 0.9238795325112867; // cos(π / 8)
const SHORT: f64 = 0.3826834323650898; // sin(π / 8)

/** The first `height` ≤ 14 of sixteen rows of results; the last vector ends at `width`. */
export function resultRows<T extends number>(
  p: usize,
  line: usize,
  width: usize,
  y: usize,
  yRow: usize,
  height: i32,
): void {
  const half = v128.splat<T>(HALF as T);
  const long = v128.splat<T>(LONG as T);
  const short = v128.splat<T>(SHORT as T);
  const last = width - V;
  for (let x: usize = 0; ; x = min(x + V, last)) {
    // Even frequencies: rows c0 ± d0 … c3 ± d3.
    let from = p + x;
    const r0 = v128.load(from);
    from += line;
    const r8 = v128.load(from);
    from += line;
    const g4 = v128.load(from);
    from += line;
    const i4 = v128.add<T>(g4, v128.load(from));
    from += line;
    const r4 = v128.add<T>(g4, v128.load(from));
    from += line;
    const g2 = v128.load(from);
    from += line;
    const i2 = v128.add<T>(g2, v128.load(from));
    from += line;
    const r2 = v128.add<T>(g2, v128.load(from));
    from += line;
    const g6 = v128.load(from);
    from += line;
    const i6 = v128.add<T>(g6, v128.load(from));
    from += line;
    const r6 = v128.add<T>(g6, v128.load(from));
    const c0 = v128.add<T>(v128.add<T>(r0, r8), r4);
    const c1 = v128.sub<T>(v128.sub<T>(r0, r8), i4);
    const c2 = v128.sub<T>(v128.add<T>(r0, r8), r4);
    const c3 = v128.add<T>(v128.sub<T>(r0, r8), i4);
    const v = v128.mul<T>(half, v128.sub<T>(r2, r6));
    const w = v128.mul<T>(half, v128.add<T>(i2, i6));
    const d0 = v128.add<T>(r2, r6);
    const d1 = v128.sub<T>(v, w);
    const d2 = v128.sub<T>(i6, i2);
    const d3 = v128.add<T>(v, w); // with the other sign
    const a0 = v128.add<T>(c0, d0);
    const a1 = v128.add<T>(c1, d1);
    const a2 = v128.add<T>(c2, d2);
    const a3 = v128.sub<T>(c3, d3);
    const a4 = v128.sub<T>(c0, d0);
    const a5 = v128.sub<T>(c1, d1);
    const a6 = v128.sub<T>(c2, d2);
    const a7 = v128.add<T>(c3, d3);
    // Odd frequencies: rows e ± o of what is even and odd about row 4.
    from += line;
    const g1 = v128.load(from);
    from += line;
    const i1 = v128.add<T>(g1, v128.load(from));
    from += line;
    const r1 = v128.add<T>(g1, v128.load(from));
    from += line;
    const g7 = v128.load(from);
    from += line;
    const i7 = v128.add<T>(g7, v128.load(from));
    from += line;
    const r7 = v128.add<T>(g7, v128.load(from));
    from += line;
    const g3 = v128.load(from);
    from += line;
    const i3 = v128.add<T>(g3, v128.load(from));
    from += line;
    const r3 = v128.add<T>(g3, v128.load(from));
    from += line;
    const g5 = v128.load(from);
    from += line;
    const i5 = v128.add<T>(g5, v128.load(from));
    from += line;
    const r5 = v128.add<T>(g5, v128.load(from));
    const s0 = v128.add<T>(r1, r7);
    const s1 = v128.add<T>(r3, r5);
    const t0 = v128.sub<T>(r1, r7);
    const t1 = v128.sub<T>(r3, r5);
    const u0 = v128.add<T>(i1, i7);
    const u1 = v128.add<T>(i3, i5);
    const w0 = v128.sub<T>(i1, i7);
    const w1 = v128.sub<T>(i3, i5);
    const e1 = multiplyAdd<T>(long, t0, v128.mul<T>(short, t1));
    const o1 = multiplyAdd<T>(short, u0, v128.mul<T>(long, u1));
    const e3 = multiplySub<T>(long, t1, v128.mul<T>(short, t0));
    const o3 = multiplySub<T>(short, u1, v128.mul<T>(long, u0));
    const e2 = v128.mul<T>(half, v128.sub<T>(s0, s1));
    const o2 = v128.mul<T>(half, v128.add<T>(w0, w1));
    const b0 = v128.add<T>(s0, s1);
    const b1 = v128.sub<T>(e1, o1);
    const b2 = v128.sub<T>(e2, o2);
    const b3 = v128.sub<T>(e3, o3);
    const b4 = v128.sub<T>(w1, w0);
    const b5 = v128.add<T>(e3, o3); // this and the next two with the other sign
    const b6 = v128.add<T>(e2, o2);
    const b7 = v128.add<T>(e1, o1);
    // From below: rows that are not wanted fall on the last one, which is written after them.
    let to = y + x + <usize>(height - 1) * yRow;
    v128.store(to, v128.add<T>(a5, b5));
    to -= select<usize>(yRow, 0, height > 13);
    v128.store(to, v128.sub<T>(a4, b4));
    to -= select<usize>(yRow, 0, height > 12);
    v128.store(to, v128.sub<T>(a3, b3));
    to -= select<usize>(yRow, 0, height > 11);
    v128.store(to, v128.sub<T>(a2, b2));
    to -= select<usize>(yRow, 0, height > 10);
    v128.store(to, v128.sub<T>(a1, b1));
    to -= select<usize>(yRow, 0, height > 9);
    v128.store(to, v128.sub<T>(a0, b0));
    to -= select<usize>(yRow, 0, height > 8);
    v128.store(to, v128.sub<T>(a7, b7));
    to -= select<usize>(yRow, 0, height > 7);
    v128.store(to, v128.sub<T>(a6, b6));
    to -= select<usize>(yRow, 0, height > 6);
    v128.store(to, v128.sub<T>(a5, b5));
    to -= select<usize>(yRow, 0, height > 5);
    v128.store(to, v128.add<T>(a4, b4));
    to -= select<usize>(yRow, 0, height > 4);
    v128.store(to, v128.add<T>(a3, b3));
    to -= select<usize>(yRow, 0, height > 3);
    v128.store(to, v128.add<T>(a2, b2));
    to -= select<usize>(yRow, 0, height > 2);
    v128.store(to, v128.add<T>(a1, b1));
    to -= select<usize>(yRow, 0, height > 1);
    v128.store(to, v128.add<T>(a0, b0));
    if (x == last) return;
  }
}
