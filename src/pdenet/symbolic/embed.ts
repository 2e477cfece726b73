/**
 * The inverse of the read-out: weights of a SymNet that is a given polynomial. Products are found by taking common
 * factors out, as in the scheme of Horner, with p_k = a_k b_k and both rows affine in the inputs and in products that
 * are there already:
 *
 *   u u_x + u u_y = u (u_x + u_y)             one product,
 *   u u_x + v u_x = (u + v) u_x               one product,
 *   u³ + u v² + v = u (p₀ + p₁) + v           three, with p₀ = u u and p₁ = v v.
 *
 * What is taken out first decides how many are needed, so several ways are tried and the shortest is kept. It is not
 * always the shortest of all: u² + 2 u v + v² is written with two products, not as (u + v)².
 */
import { symnetRow, symnetSize } from "../../compute/index.js";
import { checkInteger, checkNumber, createRng, ValueError } from "../../core/index.js";
import type { Seed } from "../../core/index.js";
import type { Polynomial } from "../equation/polynomial.js";
import { factorized } from "./factorize.js";
import type { Factorization, Row } from "./factorize.js";

/** What fills the products that a polynomial does not need. */
export interface EmbedOptions {
  /** Where their rows are drawn from. Default 0. */
  readonly seed?: Seed | undefined;
  /** Standard deviation of their rows. Default 0.1, as networks start. */
  readonly scale?: number | undefined;
}

/** A polynomial as a SymNet. */
export interface EmbeddedPolynomial {
  /** Weights of one net, laid out as `compute` says; null where the polynomial needs more products. */
  readonly weights: Float64Array | null;
  /** How many products it needs, as it was factorized here. */
  readonly needed: number;
}

/**
 * Weights of a net whose full expansion is the polynomial, to the rounding of one multiplication per coefficient.
 * Products that it does not need have random rows and no say in F, so that training may still come to use them.
 * @param inputs C
 * @param products K
 * @throws ValueError for a polynomial of other channels, no inputs, or products or a scale below 0
 */
export function embedPolynomial(
  polynomial: Polynomial,
  inputs: number,
  products: number,
  { seed = 0, scale = 0.1 }: EmbedOptions = {},
): EmbeddedPolynomial {
  const where = "pdenet.embedPolynomial";
  checkInteger(inputs, 1, Infinity, `${where}: inputs`);
  checkInteger(products, 0, Infinity, `${where}: products`);
  checkNumber(scale, 0, Infinity, `${where}: scale`);
  for (const { channels } of polynomial.values()) {
    const unknown = channels.find((channel) => !(channel < inputs));
    if (unknown === undefined) continue;
    throw new ValueError(
      `${where}: the polynomial should be of the channels 0 … ${inputs - 1}; got channel ${unknown}. ` +
        `Let the net have more inputs.`,
    );
  }
  const found = factorized(polynomial);
  const needed = found.products.length;
  if (needed > products) return { weights: null, needed };
  return { weights: written(found, inputs, products, seed, scale), needed };
}

function written(
  { products: found, row: last }: Factorization,
  inputs: number,
  products: number,
  seed: Seed,
  scale: number,
): Float64Array {
  const rng = createRng(seed);
  const weights = new Float64Array(symnetSize(inputs, products));
  const write = (
    { bias, inputs: own, products: earlier }: Row,
    at: number,
    width: number,
    end: number,
  ): void => {
    for (const [channel, weight] of own) weights[at + channel] = weight;
    for (const [product, weight] of earlier) {
      if (inputs + product < width) weights[at + inputs + product] = weight;
    }
    weights[end] = bias;
  };
  for (let k = 0; k < products; k++) {
    const width = inputs + k;
    const start = symnetRow(inputs, k);
    if (k >= found.length) {
      for (let i = 0; i < 2 * width + 2; i++) weights[start + i] = scale * rng.normal();
      continue;
    }
    write(found[k].a, start, width, start + 2 * width);
    write(found[k].b, start + width, width, start + 2 * width + 1);
  }
  const start = symnetRow(inputs, products);
  write(last, start, inputs + products, start + inputs + products);
  return weights;
}
