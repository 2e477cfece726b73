/**
 * Polynomials of channels as an equation in physical units. A network sees x_i/s_i and gives F/τ, so the coefficient
 * of Π x_i in physical units is τ c̃/Π s_i. What a term is worth is not its coefficient, which depends on units, but
 *
 *   contribution = |c| rms(Π x_i) / rms(∂u/∂t),   remainder = rms(F − polynomial) / rms(F),
 *
 * over the data.
 */
import { checkFinite, formatShape, ShapeError, sizeOf, ValueError } from "../../core/index.js";
import { derivativesUpTo } from "../derivatives.js";
import type { Scales } from "../model.js";
import { byContribution } from "./equation.js";
import type { Equation, Factor, Term } from "./equation.js";
import { keyOf, monomialValues, rescaled } from "./polynomial.js";
import type { ChannelShape, Monomial, Polynomial } from "./polynomial.js";

/** What the channels are called. */
export interface ChannelNames {
  /** Names of the components, and behind them those of forcing inputs. */
  readonly names: readonly string[];
  readonly axes: readonly string[];
  /** R: the channels are all derivatives up to this order, those of the first name first. */
  readonly maxOrder: number;
  /** What the polynomials' channels and values are divided by. Default nothing: physical units. */
  readonly scales?: Scales | undefined;
}

/** Channels and rates over which terms are weighed, in physical units. */
export interface ChannelData {
  /** x[s, channel, …x], flat. */
  readonly channels: Float64Array;
  /** [samples, channels, …points]. */
  readonly shape: readonly number[];
  /** F[s, c, …x], flat: the right-hand side of which the polynomials are a part. */
  readonly rates: Float64Array;
  /** rms(∂u_c/∂t) as observed. Default that of `rates`. */
  readonly observed?: readonly number[] | undefined;
}

/**
 * The equation whose right-hand sides are polynomials of the channels, one for every component that evolves.
 * @throws ShapeError for data that do not have these channels
 * @throws ValueError for polynomials of channels that have no name, or data that are not finite
 */
export function equationOf(
  polynomials: readonly Polynomial[],
  channelNames: ChannelNames,
  data?: ChannelData,
): Equation {
  const where = "pdenet.equationOf";
  const { names, axes, scales } = channelNames;
  const factors = factorsOf(channelNames);
  if (polynomials.length > names.length) {
    throw new ValueError(
      `${where}: names should be one for every component; got ${names.length} for ${polynomials.length}.`,
    );
  }
  const shape = data && checkedData(data, polynomials.length, factors.length, where);
  const physical = polynomials.map((p, c) => checkChannels(inUnits(p, c, scales), factors, where));
  const weights = physical.map((p, c) =>
    data && shape ? weigh(p, c, polynomials.length, data, shape) : null,
  );
  return {
    names,
    axes,
    terms: physical.map((p, c) =>
      byContribution(
        [...p.values()].sort(byDegree).map(({ channels, coefficient }, i): Term => ({
          factors: channels.map((channel) => factors[channel]),
          derivative: null,
          coefficient,
          contribution: weights[c]?.contributions[i] ?? NaN,
          interval: null,
        })),
      ),
    ),
    remainder: weights.map((weight) => weight?.remainder ?? NaN),
  };
}

/** The channels in their order. */
export function factorsOf({
  names,
  axes,
  maxOrder,
}: Pick<ChannelNames, "names" | "axes" | "maxOrder">): Factor[] {
  const orders = derivativesUpTo(maxOrder, axes.length);
  return names.flatMap((_, component) => orders.map((order) => ({ component, order })));
}

function inUnits(p: Polynomial, component: number, scales: Scales | undefined): Polynomial {
  if (!scales) return p;
  return rescaled(p, (channels) =>
    channels.reduce((unit, channel) => unit / scales.channels[channel], scales.rates[component]),
  );
}

function checkChannels(p: Polynomial, factors: readonly Factor[], where: string): Polynomial {
  for (const { channels } of p.values()) {
    const unknown = channels.find((channel) => !(channel < factors.length));
    if (unknown === undefined) continue;
    throw new ValueError(
      `${where}: polynomials should be of the ${factors.length} channels that names and maxOrder give; got ` +
        `channel ${unknown}. Name every component, and pass the maxOrder of the network.`,
    );
  }
  return p;
}

/** The lengths of the data, once they fit. */
export function checkedData(
  { channels, shape, rates }: ChannelData,
  components: number,
  count: number,
  where: string,
): ChannelShape {
  const [samples, given, ...grid] = shape;
  const points = sizeOf(grid);
  if (given !== count || channels.length !== samples * count * points) {
    throw new ShapeError(
      `${where}: data.channels should be x[s, channel, …x] of ${count} channels; got ${channels.length} numbers ` +
        `for the shape ${formatShape(shape)}.`,
    );
  }
  if (rates.length !== samples * components * points) {
    throw new ShapeError(
      `${where}: data.rates should be F[s, c, …x] of shape ` +
        `${formatShape([samples, components, ...grid])}; got ${rates.length} numbers.`,
    );
  }
  checkFinite({ data: channels, shape }, `${where}: data.channels`);
  checkFinite({ data: rates, shape: [samples, components, ...grid] }, `${where}: data.rates`);
  return { samples, channels: count, points };
}

/** Contributions of the monomials in order of degree, and what they leave of F. */
function weigh(
  p: Polynomial,
  component: number,
  components: number,
  { channels, rates, observed }: ChannelData,
  shape: ChannelShape,
): { readonly contributions: readonly number[]; readonly remainder: number } {
  const { samples, points } = shape;
  const monomials = [...p.values()].sort(byDegree);
  // Monomials that differ in their last channel only come one after another, so that the others are multiplied once.
  const order = monomials
    .map((_, m) => m)
    .sort((a, b) => compared(monomials[a].channels, monomials[b].channels));
  const squares = new Float64Array(monomials.length);
  let [left, whole] = [0, 0];
  for (let s = 0; s < samples; s++) {
    const from = (s * components + component) * points;
    const rest = rates.slice(from, from + points);
    whole += squareOf(rest);
    let prefix: Float64Array = new Float64Array(0);
    let before = "";
    for (const m of order) {
      const { channels: own, coefficient } = monomials[m];
      const [first, last] = [own.slice(0, -1), own.at(-1)];
      if (prefix.length === 0 || keyOf(first) !== before) {
        prefix = monomialValues(first, channels, s, shape);
        before = keyOf(first);
      }
      const x = last === undefined ? null : (s * shape.channels + last) * points;
      squares[m] += takeAway(rest, coefficient, prefix, channels, x);
    }
    left += squareOf(rest);
  }
  const count = samples * points;
  const rate = observed?.[component] ?? Math.sqrt(whole / count);
  return {
    contributions: monomials.map(({ coefficient }, m) =>
      rate > 0 ? (Math.abs(coefficient) * Math.sqrt(squares[m] / count)) / rate : NaN,
    ),
    remainder: whole > 0 ? Math.sqrt(left / whole) : NaN,
  };
}

/** Takes c times a monomial from what is left, and returns Σ monomial²; x is where its last channel begins. */
function takeAway(
  rest: Float64Array,
  coefficient: number,
  prefix: Float64Array,
  channels: Float64Array,
  x: number | null,
): number {
  let square = 0;
  for (let i = 0; i < rest.length; i++) {
    const value = x === null ? prefix[i] : prefix[i] * channels[x + i];
    square += value * value;
    rest[i] -= coefficient * value;
  }
  return square;
}

function squareOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

/** By degree, then by channels. */
function byDegree({ channels: a }: Monomial, { channels: b }: Monomial): number {
  return a.length - b.length || compared(a, b);
}

/** By the first channel that differs; a list that ends first comes first. */
function compared(a: readonly number[], b: readonly number[]): number {
  const first = a.findIndex((channel, i) => channel !== b[i]);
  if (first < 0) return a.length - b.length;
  return first < b.length ? a[first] - b[first] : 1;
}
