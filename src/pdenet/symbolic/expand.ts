/**
 * The polynomial of a SymNet up to a degree. A product of two rows only raises degrees, so the coefficients of degree
 * ≤ d of F need those of degree ≤ d of every row alone: what is cut off is left out, never approximated. In full,
 * F has up to (C + 2^K)!/(C! (2^K)!) monomials: 2·10¹⁰ for twelve inputs and five products; up to degree three, 455.
 *
 * Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925, section 2.2.
 */
import { symnetRow, symnetSize } from "../../compute/index.js";
import { checkInteger, ShapeError } from "../../core/index.js";
import { combined, multiplied, polynomialOf } from "../equation/polynomial.js";
import type { Polynomial } from "../equation/polynomial.js";

/**
 * F of one net up to a degree, exactly.
 * @param weights those of one net, laid out as `compute` says: W₀, β₀, W₁, β₁, …, w, b
 * @param inputs C
 * @param products K
 * @throws ShapeError for another number of weights
 * @throws ValueError for no inputs, or products or a degree below 0
 */
export function expandSymnet(
  weights: Float64Array,
  inputs: number,
  products: number,
  degree: number,
): Polynomial {
  const where = "pdenet.expandSymnet";
  checkInteger(inputs, 1, Infinity, `${where}: inputs`);
  checkInteger(products, 0, Infinity, `${where}: products`);
  checkInteger(degree, 0, Infinity, `${where}: degree`);
  const size = symnetSize(inputs, products);
  if (weights.length !== size) {
    throw new ShapeError(
      `${where}: weights should be the ${size} of one net of ${inputs} inputs and ${products} products; got ` +
        `${weights.length}. Pass the weights of one component alone.`,
    );
  }
  const known: Polynomial[] = Array.from({ length: inputs }, (_, i) =>
    polynomialOf(degree > 0 ? [{ channels: [i], coefficient: 1 }] : []),
  );
  const row = (start: number, bias: number): Polynomial =>
    combined([
      [weights[bias], polynomialOf([{ channels: [], coefficient: 1 }])],
      ...known.map((p, i): [number, Polynomial] => [weights[start + i], p]),
    ]);
  for (let k = 0; k < products; k++) {
    const width = inputs + k;
    const start = symnetRow(inputs, k);
    const a = row(start, start + 2 * width);
    const b = row(start + width, start + 2 * width + 1);
    known.push(multiplied(a, b, degree));
  }
  const last = symnetRow(inputs, products);
  return row(last, last + inputs + products);
}
