/**
 * The sums of a SymNet at a panel of points, there and back; inputs, G and `turned` as in symnet.ts.
 */
import { multiplyAdd } from "./fused";
import { addAll, addPair, addProducts, addRow, fillRow, ROW, TILE } from "./symnetPanel";

const V: usize = 16; // bytes of a vector

/** Eight times every bias: of a₀, b₀, a₁, …, F of every net. */
export function fillBiases(
  weights: usize,
  inputs: usize,
  products: usize,
  nets: usize,
  to: usize,
): void {
  for (let n: usize = 0; n < nets; n++) {
    for (let k: usize = 0; k < products; k++) {
      weights += (inputs + k) << 4;
      fillRow(load<f64>(weights), to, TILE);
      fillRow(load<f64>(weights, 8), to + TILE, TILE);
      weights += 16;
      to += 2 * TILE;
    }
    weights += (inputs + products) << 3;
    fillRow(load<f64>(weights), to, TILE);
    weights += 8;
    to += TILE;
  }
}

/** Fills the sums of a net, [a₀, b₀, …, F], with its biases and what the first `others` inputs add. */
export function addOthers(
  net: usize,
  inputs: usize,
  products: usize,
  others: usize,
  v: usize,
  biases: usize,
  sums: usize,
  columns: usize,
): void {
  const end = v + others * ROW;
  for (let k: usize = 0; k < products; k++) {
    const next = (inputs + k) << 3;
    addPair(net, next, v, end, biases, TILE, 0, sums, 0, columns);
    net += 2 * next + 16;
    biases += 2 * TILE;
    sums += 2 * ROW;
  }
  addRow(net, v, end, biases, 0, sums, columns);
}

/** Fills the factors in G, and the products behind the inputs of v, from sums of the first `others` inputs. */
export function finishProducts(
  net: usize,
  inputs: usize,
  products: usize,
  others: usize,
  v: usize,
  sums: usize,
  sumRow: usize,
  step: usize,
  g: usize,
  columns: usize,
): void {
  const rest = v + others * ROW;
  let end = v + inputs * ROW;
  let factors = g + (2 * products - 1) * ROW;
  for (let k: usize = 0; k < products; k++) {
    const next = (inputs + k) << 3;
    addPair(net + (others << 3), next, rest, end, sums, sumRow, step, factors, end, columns);
    net += 2 * next + 16;
    end += ROW;
    sums += 2 * sumRow;
    factors -= 2 * ROW;
  }
}

/**
 * Fills the slopes to the factors in G, s b and s a for the factors a, b and the slope s of a product. Factors lie in
 * G itself or at `from`, as G has them; then products are filled, too: those of a net, one row after another.
 */
export function turnFactors(
  turned: usize,
  inputs: usize,
  products: usize,
  nets: usize,
  g: usize,
  from: usize,
  product: usize,
  columns: usize,
): void {
  const next = nets * (2 * products + 1) * 8;
  const last = turned + (inputs + products - 1) * next;
  for (let c: usize = 0; c < columns; c += TILE) {
    let by = last;
    let factors = from + ROW + c;
    let to = g + ROW + c;
    let p = product + products * ROW + c;
    for (let k = products; k > 0; k--, by -= next, factors += 2 * ROW, to += 2 * ROW) {
      let s0 = f64x2.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let w = by;
      for (let x = g + c; x < to; x += ROW, w += 8) {
        const factor = v128.load64_splat(w);
        s0 = multiplyAdd<f64>(factor, v128.load(x), s0);
        s1 = multiplyAdd<f64>(factor, v128.load(x, V), s1);
        s2 = multiplyAdd<f64>(factor, v128.load(x, 2 * V), s2);
        s3 = multiplyAdd<f64>(factor, v128.load(x, 3 * V), s3);
      }
      p -= ROW;
      const fills = product != 0;
      turnVector(s0, factors, to, p, fills);
      turnVector(s1, factors + V, to + V, p + V, fills);
      turnVector(s2, factors + 2 * V, to + 2 * V, p + 2 * V, fills);
      turnVector(s3, factors + 3 * V, to + 3 * V, p + 3 * V, fills);
    }
  }
}

// @inline
function turnVector(s: v128, factors: usize, to: usize, product: usize, fills: bool): void {
  const a = v128.load(factors);
  const b = v128.load(factors, ROW);
  v128.store(to, v128.mul<f64>(s, b));
  v128.store(to, v128.mul<f64>(s, a), ROW);
  if (fills) v128.store(product, v128.mul<f64>(a, b));
}

/** Adds the gradients of what rows of a net have for its products, and of its biases. */
export function addOfProducts(
  v: usize,
  inputs: usize,
  products: usize,
  g: usize,
  sums: usize,
  sumRow: usize,
  columns: usize,
): void {
  const p = v + inputs * ROW;
  const place = sums + ((inputs + 3) & ~3) * V;
  for (let pair: usize = 0; pair < products; pair++) {
    const row = g + 2 * pair * ROW;
    const to = place + 2 * pair * sumRow;
    for (let j: usize = 0; j < products - pair; j += 4) {
      addProducts(row, row + ROW, p + j * ROW, to + j * V, to + j * V + sumRow, columns);
    }
  }
  let bias = sums + sumRow - V;
  const end = g + (2 * products + 1) * ROW;
  for (; g < end; g += ROW, bias += sumRow) addAll(g, bias, columns);
}

/** Adds the gradients of what all rows have for inputs; an odd last row goes with one that nobody looks at. */
export function addOfInputs(
  v: usize,
  inputs: usize,
  g: usize,
  end: usize,
  sums: usize,
  sumRow: usize,
  columns: usize,
): void {
  for (; g < end; g += 2 * ROW, sums += 2 * sumRow) {
    for (let i: usize = 0; i < inputs; i += 4) {
      addProducts(g, g + ROW, v + i * ROW, sums + i * V, sums + sumRow + i * V, columns);
    }
  }
}
