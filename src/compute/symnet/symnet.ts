/**
 * SymNets: polynomials F of C inputs x as networks of K products. With v = [x, p₀, p₁, …],
 *
 *   (a_k, b_k) = W_k v[0 … C + k − 1] + β_k,   p_k = a_k b_k,   F = w · v + b,
 *
 * of degree 2^K at most. Weights of a net lie as W₀[2, C], β₀[2], W₁[2, C + 1], β₁[2], …, w[C + K], b:
 * K (2C + K + 1) + C + K + 1 numbers. Several nets see the same inputs. This is the definition.
 *
 * Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925, section 2.2.
 */

/** The lengths of a call. */
export interface SymnetShape {
  readonly samples: number;
  /** C. */
  readonly inputs: number;
  /** Points of a sample. */
  readonly points: number;
  readonly nets: number;
  /** K. */
  readonly products: number;
}

/** Polynomials as networks of products, in Float64. */
export interface Symnets {
  /**
   * Fills out[s, net, point] with F of x[s, input, point].
   * @param factors room for `symnetFactors` numbers that the way back would else compute again; the backend may leave it
   */
  symnet(
    x: Float64Array,
    weights: Float64Array,
    shape: SymnetShape,
    out: Float64Array,
    factors?: Float64Array,
  ): void;
  /**
   * Fills dx[s, input, point] and dWeights[net, …] with the gradients of Σ g F for g[s, net, point]. Points and
   * samples are summed in an order that the shape alone decides.
   * @param factors as the way forward of the same x and weights left them
   */
  symnetBackward(
    x: Float64Array,
    weights: Float64Array,
    g: Float64Array,
    shape: SymnetShape,
    dx: Float64Array,
    dWeights: Float64Array,
    factors?: Float64Array,
  ): void;
}

/** Points whose factors may lie together. */
const PANEL = 32;

/** Numbers that the factors a_k, b_k of all nets take: for whole panels of points in every sample. */
export function symnetFactors({
  samples,
  points,
  nets,
  products,
}: Pick<SymnetShape, "samples" | "points" | "nets" | "products">): number {
  return samples * Math.ceil(points / PANEL) * PANEL * nets * 2 * products;
}

/** How many weights a net has. */
export function symnetSize(inputs: number, products: number): number {
  return products * (2 * inputs + products + 1) + inputs + products + 1;
}

/** Where W_k begins among the weights of a net; for k = K, where w does. */
export function symnetRow(inputs: number, k: number): number {
  return k * (2 * inputs + k + 1);
}

/** The definition. */
export const symnets: Symnets = {
  symnet(x, weights, shape, out) {
    const { samples, points, inputs, nets } = shape;
    const net = createNet(shape);
    for (let s = 0; s < samples; s++) {
      for (let point = 0; point < points; point++) {
        for (let i = 0; i < inputs; i++) net.v[i] = x[(s * inputs + i) * points + point];
        for (let n = 0; n < nets; n++) out[(s * nets + n) * points + point] = net.value(weights, n);
      }
    }
  },
  symnetBackward(x, weights, g, shape, dx, dWeights) {
    const { samples, points, inputs, nets } = shape;
    const net = createNet(shape);
    dWeights.fill(0);
    for (let s = 0; s < samples; s++) {
      for (let point = 0; point < points; point++) {
        for (let i = 0; i < inputs; i++) net.v[i] = x[(s * inputs + i) * points + point];
        net.slopes.fill(0);
        for (let n = 0; n < nets; n++) {
          net.value(weights, n);
          net.pull(weights, n, g[(s * nets + n) * points + point], dWeights);
        }
        for (let i = 0; i < inputs; i++) dx[(s * inputs + i) * points + point] = net.slopes[i];
      }
    }
  },
};

/** The nets at one point. */
export interface NetsAtPoint {
  /** [x, p₀, p₁, …]: whoever fills the first C entries asks for the others by `value`. */
  readonly v: Float64Array;
  /** Its first C entries are Σ ∂(seed · F)/∂x of all nets that were pulled since it was filled with zeros. */
  readonly slopes: Float64Array;
  /** F of net n; keeps what `pull` needs. */
  value(weights: Float64Array, n: number): number;
  /** Adds to `slopes`, and the gradient to the weights if there is a place for it. */
  pull(weights: Float64Array, n: number, seed: number, dWeights?: Float64Array): void;
}

/** Nets of so many inputs and products. */
export function createNet({
  inputs,
  products,
}: Pick<SymnetShape, "inputs" | "products">): NetsAtPoint {
  const size = symnetSize(inputs, products);
  const last = symnetRow(inputs, products);
  const v = new Float64Array(inputs + products);
  const slopes = new Float64Array(inputs + products);
  const a = new Float64Array(products);
  const b = new Float64Array(products);

  return {
    v,
    slopes,
    value(weights: Float64Array, n: number): number {
      for (let k = 0; k < products; k++) {
        const width = inputs + k;
        const row = n * size + symnetRow(inputs, k);
        let [sumA, sumB] = [weights[row + 2 * width], weights[row + 2 * width + 1]];
        for (let i = 0; i < width; i++) {
          sumA += weights[row + i] * v[i];
          sumB += weights[row + width + i] * v[i];
        }
        a[k] = sumA;
        b[k] = sumB;
        v[width] = sumA * sumB;
      }
      const row = n * size + last;
      let sum = weights[row + inputs + products];
      for (let i = 0; i < inputs + products; i++) sum += weights[row + i] * v[i];
      return sum;
    },
    pull(weights: Float64Array, n: number, seed: number, dWeights?: Float64Array): void {
      const end = n * size + last;
      slopes.fill(0, inputs);
      for (let i = 0; i < inputs + products; i++) slopes[i] += seed * weights[end + i];
      if (dWeights) {
        for (let i = 0; i < inputs + products; i++) dWeights[end + i] += seed * v[i];
        dWeights[end + inputs + products] += seed;
      }
      for (let k = products - 1; k >= 0; k--) {
        const width = inputs + k;
        const row = n * size + symnetRow(inputs, k);
        const toA = slopes[width] * b[k];
        const toB = slopes[width] * a[k];
        for (let i = 0; i < width; i++) {
          slopes[i] += toA * weights[row + i];
          slopes[i] += toB * weights[row + width + i];
        }
        if (!dWeights) continue;
        for (let i = 0; i < width; i++) {
          dWeights[row + i] += toA * v[i];
          dWeights[row + width + i] += toB * v[i];
        }
        dWeights[row + 2 * width] += toA;
        dWeights[row + 2 * width + 1] += toB;
      }
    },
  };
}
