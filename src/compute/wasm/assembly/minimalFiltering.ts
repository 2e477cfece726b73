/**
 * The linear maps of Winograd's minimal filtering F(4, 3) with the points 0, ±1, ±2, ∞, for rows: four
 * rows of results of a filter with three rows from six products in place of twelve,
 *
 *   y = Aᵀ [(G q) ⊙ (Bᵀ u)],   dq = Gᵀ [(A g) ⊙ (Bᵀ u)].
 *
 * Whole rows are combined, so that no vector is ever taken apart. Widths are whole vectors.
 * Winograd, Arithmetic Complexity of Computations (1980); Lavin and Gray, CVPR (2016) 4013.
 */
import { multiplyAdd, multiplySub } from "./fused";
import { resultRows } from "./rowResults";
import { turnGradients, turnRows } from "./rowTransform";

const V: usize = 16; // bytes of a vector

/** Six rows Bᵀ u of six rows of u. */
function inputs<T extends number>(
  u: usize,
  uRow: usize,
  width: usize,
  to: usize,
  toRow: usize,
): void {
  const two = v128.splat<T>(2 as T);
  const four = v128.splat<T>(4 as T);
  const five = v128.splat<T>(5 as T);
  for (let x: usize = 0; x < width; x += V) {
    let p = u + x;
    const d0 = v128.load(p);
    p += uRow;
    const d1 = v128.load(p);
    p += uRow;
    const d2 = v128.load(p);
    p += uRow;
    const d3 = v128.load(p);
    p += uRow;
    const d4 = v128.load(p);
    p += uRow;
    const d5 = v128.load(p);
    const a = multiplySub<T>(four, d2, d4);
    const b = multiplySub<T>(four, d1, d3);
    const c = v128.sub<T>(d4, d2);
    const d = v128.mul<T>(two, v128.sub<T>(d3, d1));
    p = to + x;
    v128.store(p, v128.add<T>(multiplySub<T>(five, d2, v128.mul<T>(four, d0)), d4));
    p += toRow;
    v128.store(p, v128.add<T>(a, b));
    p += toRow;
    v128.store(p, v128.sub<T>(a, b));
    p += toRow;
    v128.store(p, v128.add<T>(c, d));
    p += toRow;
    v128.store(p, v128.sub<T>(c, d));
    p += toRow;
    v128.store(p, v128.add<T>(multiplySub<T>(five, d3, v128.mul<T>(four, d1)), d5));
  }
}

/** The first `height` of four rows Aᵀ p of six rows p; the last vector ends at `width`. */
function results<T extends number>(
  p: usize,
  pRow: usize,
  width: usize,
  y: usize,
  yRow: usize,
  height: i32,
): void {
  const two = v128.splat<T>(2 as T);
  const four = v128.splat<T>(4 as T);
  const eight = v128.splat<T>(8 as T);
  const last = width - V;
  for (let x: usize = 0; ; x = min(x + V, last)) {
    let from = p + x;
    const p0 = v128.load(from);
    from += pRow;
    const p1 = v128.load(from);
    from += pRow;
    const p2 = v128.load(from);
    from += pRow;
    const p3 = v128.load(from);
    from += pRow;
    const p4 = v128.load(from);
    from += pRow;
    const p5 = v128.load(from);
    const s = v128.add<T>(p1, p2);
    const t = v128.sub<T>(p1, p2);
    const v = v128.add<T>(p3, p4);
    const w = v128.sub<T>(p3, p4);
    let to = y + x;
    v128.store(to, v128.add<T>(p0, v128.add<T>(s, v)));
    to += yRow;
    if (height > 1) v128.store(to, multiplyAdd<T>(two, w, t));
    to += yRow;
    if (height > 2) v128.store(to, multiplyAdd<T>(four, v, s));
    to += yRow;
    if (height > 3) v128.store(to, v128.add<T>(multiplyAdd<T>(eight, w, t), p5));
    if (x == last) return;
  }
}

/** Six rows A g of four rows g, vector by vector among those of three other planes. */
function gradients<T extends number>(
  g: usize,
  gRow: usize,
  width: usize,
  to: usize,
  toRow: usize,
): void {
  const two = v128.splat<T>(2 as T);
  const four = v128.splat<T>(4 as T);
  const eight = v128.splat<T>(8 as T);
  for (let x: usize = 0; x < width; x += V, to += 4 * V) {
    let p = g + x;
    const g0 = v128.load(p);
    p += gRow;
    const g1 = v128.load(p);
    p += gRow;
    const g2 = v128.load(p);
    p += gRow;
    const g3 = v128.load(p);
    const a = v128.add<T>(g0, g2);
    const b = v128.add<T>(g1, g3);
    const c = multiplyAdd<T>(four, g2, g0);
    const d = multiplyAdd<T>(eight, g3, v128.mul<T>(two, g1));
    p = to;
    v128.store(p, g0);
    p += toRow;
    v128.store(p, v128.add<T>(a, b));
    p += toRow;
    v128.store(p, v128.sub<T>(a, b));
    p += toRow;
    v128.store(p, v128.add<T>(c, d));
    p += toRow;
    v128.store(p, v128.sub<T>(c, d));
    p += toRow;
    v128.store(p, g3);
  }
}

export function inputs64(u: usize, uRow: usize, width: usize, to: usize, toRow: usize): void {
  inputs<f64>(u, uRow, width, to, toRow);
}

export function inputs32(u: usize, uRow: usize, width: usize, to: usize, toRow: usize): void {
  inputs<f32>(u, uRow, width, to, toRow);
}

export function results64(
  p: usize,
  pRow: usize,
  width: usize,
  y: usize,
  yRow: usize,
  height: i32,
): void {
  results<f64>(p, pRow, width, y, yRow, height);
}

export function results32(
  p: usize,
  pRow: usize,
  width: usize,
  y: usize,
  yRow: usize,
  height: i32,
): void {
  results<f32>(p, pRow, width, y, yRow, height);
}

export function gradients64(g: usize, gRow: usize, width: usize, to: usize, toRow: usize): void {
  gradients<f64>(g, gRow, width, to, toRow);
}

export function gradients32(g: usize, gRow: usize, width: usize, to: usize, toRow: usize): void {
  gradients<f32>(g, gRow, width, to, toRow);
}

export function turnRows64(u: usize, uRow: usize, width: usize, to: usize, line: usize): void {
  turnRows<f64>(u, uRow, width, to, line);
}

export function turnRows32(u: usize, uRow: usize, width: usize, to: usize, line: usize): void {
  turnRows<f32>(u, uRow, width, to, line);
}

export function resultRows64(
  p: usize,
  line: usize,
  width: usize,
  y: usize,
  yRow: usize,
  height: i32,
): void {
  resultRows<f64>(p, line, width, y, yRow, height);
}

export function resultRows32(
  p: usize,
  line: usize,
  width: usize,
  y: usize,
  yRow: usize,
  height: i32,
): void {
  resultRows<f32>(p, line, width, y, yRow, height);
}

export function turnGradients64(
  g: usize,
  gRow: usize,
  width: usize,
  to: usize,
  line: usize,
  height: i32,
  zeros: usize,
): void {
  turnGradients<f64>(g, gRow, width, to, line, height, zeros);
}

export function turnGradients32(
  g: usize,
  gRow: usize,
  width: usize,
  to: usize,
  line: usize,
  height: i32,
  zeros: usize,
): void {
  turnGradients<f32>(g, gRow, width, to, line, height, zeros);
}
