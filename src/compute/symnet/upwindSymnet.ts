/**
 * SymNets that look upwind. Every component c of a field has a net F_c; its channels are those of `filters` filters,
 * and behind them, for every axis, that of a first derivative's mirror, which leans to the other side. At every point
 *
 *   g_{c,a} = ∂F_c/∂(first derivative of c along a),   of channels none of which is a mirror,
 *
 * decides what all nets see: the channel itself where g > 0, elsewhere its mirror. The choice is a constant to
 * derivatives. Sums take the first derivatives behind the other channels, so that both F share what the others add.
 * This is the definition.
 *
 * Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925, section 2.3.
 */
import { createPlans } from "../../core/index.js";
import { createNet, symnetRow, symnetSize } from "./symnet.js";

/** The lengths of a call. */
export interface UpwindShape {
  readonly samples: number;
  /** Points of a sample. */
  readonly points: number;
  /** Components, each with a net. */
  readonly components: number;
  /** Channels of a component that are no mirrors. */
  readonly filters: number;
  /** For every axis the channel of the first derivative; its mirror is channel `filters` + axis. */
  readonly firsts: readonly number[];
  /** K. */
  readonly products: number;
}

/** SymNets that look upwind, in Float64. Channels x are [s, component · (filter and mirrors), point]. */
export interface UpwindSymnets {
  /**
   * Fills slopes[s, component · axis, point] with g, and out[s, component, point] with F of what g chooses; `factors`
   * as SymNets keep them.
   */
  upwindSymnet(
    x: Float64Array,
    weights: Float64Array,
    shape: UpwindShape,
    slopes: Float64Array,
    out: Float64Array,
    factors?: Float64Array,
  ): void;
  /**
   * Fills dx and dWeights[net, …] with the gradients of Σ g F for g[s, component, point], of the choice that `slopes`
   * made. Points and samples are summed in an order that the shape alone decides.
   */
  upwindSymnetBackward(
    x: Float64Array,
    slopes: Float64Array,
    weights: Float64Array,
    g: Float64Array,
    shape: UpwindShape,
    dx: Float64Array,
    dWeights: Float64Array,
    factors?: Float64Array,
  ): void;
}

/** The definition. */
export const upwindSymnets: UpwindSymnets = {
  upwindSymnet(x, weights, shape, slopes, out) {
    const { samples, points, components, products } = shape;
    const { inputs, firsts, channels, mirrors, width } = upwindOrder(shape);
    const turned = turnedWeights(weights, shape);
    const net = createNet({ inputs, products });
    const [axes, others] = [firsts / components, inputs - firsts];
    for (let s = 0; s < samples; s++) {
      for (let point = 0; point < points; point++) {
        const at = s * width * points + point;
        for (let i = 0; i < inputs; i++) net.v[i] = x[at + channels[i] * points];
        for (let c = 0; c < components; c++) {
          net.value(turned, c);
          net.slopes.fill(0);
          net.pull(turned, c, 1);
          for (let j = c * axes; j < (c + 1) * axes; j++) {
            slopes[(s * firsts + j) * points + point] = net.slopes[others + j];
          }
        }
        for (let j = 0; j < firsts; j++) {
          if (slopes[(s * firsts + j) * points + point] > 0) continue;
          net.v[others + j] = x[at + mirrors[j] * points];
        }
        for (let c = 0; c < components; c++) {
          out[(s * components + c) * points + point] = net.value(turned, c);
        }
      }
    }
  },
  upwindSymnetBackward(x, slopes, weights, g, shape, dx, dWeights) {
    const { samples, points, components, products } = shape;
    const { inputs, firsts, channels, mirrors, width } = upwindOrder(shape);
    const turned = turnedWeights(weights, shape);
    const sums = new Float64Array(turned.length);
    const net = createNet({ inputs, products });
    const seen = new Int32Array(channels);
    dx.fill(0);
    for (let s = 0; s < samples; s++) {
      for (let point = 0; point < points; point++) {
        const at = s * width * points + point;
        for (let j = 0, i = inputs - firsts; j < firsts; j++, i++) {
          const stays = slopes[(s * firsts + j) * points + point] > 0;
          seen[i] = stays ? channels[i] : mirrors[j];
        }
        for (let i = 0; i < inputs; i++) net.v[i] = x[at + seen[i] * points];
        net.slopes.fill(0);
        for (let c = 0; c < components; c++) {
          net.value(turned, c);
          net.pull(turned, c, g[(s * components + c) * points + point], sums);
        }
        for (let i = 0; i < inputs; i++) dx[at + seen[i] * points] = net.slopes[i];
      }
    }
    fillFromTurned(dWeights, sums, shape);
  },
};

/** The order in which sums take the channels. */
export interface UpwindOrder {
  /** C: channels that a net sees. */
  readonly inputs: number;
  /** First derivatives, which come last: of every component along all axes. */
  readonly firsts: number;
  /** Channels of a sample, mirrors among them. */
  readonly width: number;
  /** Which input of the nets is taken, in turn; which channel of the sample that is, and the mirrors of the last. */
  readonly taken: Int32Array;
  readonly channels: Int32Array;
  readonly mirrors: Int32Array;
}

const keptOrder = createPlans<UpwindOrder>(16);

/** The order for a shape; orders are kept. */
export function upwindOrder(shape: UpwindShape): UpwindOrder {
  const { components, filters, firsts } = shape;
  return keptOrder(`${components} ${filters} ${firsts.join(" ")}`, () => findOrder(shape));
}

function findOrder({ components, filters, firsts: along }: UpwindShape): UpwindOrder {
  const own = filters + along.length;
  const all = Array.from({ length: components }, (_, c) => c);
  const each = Array.from({ length: filters }, (_, o) => o);
  const places = [each.filter((o) => !along.includes(o)), along].flatMap((group) =>
    all.flatMap((c) => group.map((o) => ({ c, o }))),
  );
  return {
    inputs: components * filters,
    firsts: components * along.length,
    width: components * own,
    taken: Int32Array.from(places, ({ c, o }) => c * filters + o),
    channels: Int32Array.from(places, ({ c, o }) => c * own + o),
    mirrors: Int32Array.from(all.flatMap((c) => along.map((_, axis) => c * own + filters + axis))),
  };
}

/** The weights of nets whose inputs come in that order. */
export function turnedWeights(weights: Float64Array, shape: UpwindShape): Float64Array {
  const turned = weights.slice();
  forEachRow(shape, (row, taken) => {
    for (let i = 0; i < taken.length; i++) turned[row + i] = weights[row + taken[i]];
  });
  return turned;
}

/** Fills weights with those of nets whose inputs come in that order. */
function fillFromTurned(weights: Float64Array, turned: Float64Array, shape: UpwindShape): void {
  weights.set(turned);
  forEachRow(shape, (row, taken) => {
    for (let i = 0; i < taken.length; i++) weights[row + taken[i]] = turned[row + i];
  });
}

/** Visits where what inputs are multiplied with begins, for every sum of every net. */
function forEachRow(shape: UpwindShape, visit: (row: number, taken: Int32Array) => void): void {
  const { components, products } = shape;
  const { inputs, taken } = upwindOrder(shape);
  const size = symnetSize(inputs, products);
  for (let c = 0; c < components; c++) {
    for (let k = 0; k <= products; k++) {
      const row = c * size + symnetRow(inputs, k);
      visit(row, taken);
      if (k < products) visit(row + inputs + k, taken);
    }
  }
}
