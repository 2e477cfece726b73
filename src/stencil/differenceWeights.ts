/**
 * The weights of differences: with distinct whole offsets r_j, as many as the polynomial through the points has
 * coefficients,
 *
 *   Σ_j w_j u(x + r_j) = u^{(o)}(x) for polynomials of lower degree than there are points,   w_j = o! t_{j,o},
 *
 * where Π_{s ≠ r_j} (t − s)/(r_j − s) = Σ_o t_{j,o} t^o are the interpolation polynomials of Lagrange. Products of
 * whole numbers are exact up to 2⁵³, which 19 offsets on one side or 23 about the centre stay below, so that a weight is
 * rounded once, by its division.
 */
import { checkInteger, checkOneOf, ValueError } from "../core/index.js";

/** On which side of the point the others are. */
export type DifferenceKind = "central" | "forward" | "backward";

/** The known kinds. */
export const DIFFERENCE_KINDS: readonly DifferenceKind[] = ["central", "forward", "backward"];

/**
 * The weights w_j of the derivative of an order at 0, exact for polynomials of degree below the number of offsets.
 * @param order o ≥ 0, the order of the derivative
 * @param offsets r_j, distinct whole numbers, more of them than o
 * @throws ValueError for orders and offsets that are none
 */
export function differenceWeights(order: number, offsets: readonly number[]): number[] {
  const where = "stencil.differenceWeights";
  checkInteger(order, 0, Infinity, `${where}: order`);
  offsets.forEach((r, j) => checkInteger(r, -Infinity, Infinity, `${where}: offsets[${j}]`));
  if (new Set(offsets).size < offsets.length || offsets.length <= order) {
    throw new ValueError(
      `${where}: a derivative of order ${order} should have at least ${order + 1} distinct offsets; got ` +
        `${offsets.join(", ") || "none"}.`,
    );
  }
  return weightsOfDerivatives(offsets).map((row) => row[order]);
}

/**
 * The offsets of the difference of an order that is accurate to h^p: to both sides as far,
 * ⌊(o + 1)/2⌋ − 1 + ⌈p/2⌉, or o + p of them from 0 on to one side. Order 0 needs the point alone.
 * @throws ValueError for an order below 0, an accuracy below 1, or an unknown kind
 */
export function differenceOffsets(order: number, accuracy: number, kind: DifferenceKind): number[] {
  const where = "stencil.differenceOffsets";
  checkInteger(order, 0, Infinity, `${where}: order`);
  checkInteger(accuracy, 1, Infinity, `${where}: accuracy`);
  checkOneOf(kind, DIFFERENCE_KINDS, `${where}: kind`);
  if (order === 0) return [0];
  if (kind === "central") {
    const reach = Math.floor((order + 1) / 2) - 1 + Math.ceil(accuracy / 2);
    return range(-reach, reach);
  }
  const reach = order + accuracy - 1;
  return kind === "forward" ? range(0, reach) : range(-reach, 0);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** w[j][o] of all derivatives, for distinct whole offsets. */
export function weightsOfDerivatives(offsets: readonly number[]): number[][] {
  return offsets.map((r) => {
    let polynomial = [1];
    let divisor = 1;
    for (const s of offsets) {
      if (s === r) continue;
      divisor *= r - s;
      polynomial = [0, ...polynomial].map((up, i) => up - s * (polynomial[i] ?? 0));
    }
    let factorial = 1;
    return polynomial.map((t, i) => {
      factorial *= Math.max(1, i);
      // No weight is −0.
      return (factorial * t) / divisor + 0;
    });
  });
}
