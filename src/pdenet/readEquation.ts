/** The equation that a network has learnt, in physical units. */
import { Variable } from "../autodiff/index.js";
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  ndarrayOf,
  sizeOf,
  ValueError,
} from "../core/index.js";
import { checkIsModel } from "./checkArguments.js";
import { moviesFor } from "./checkFields.js";
import { derivativesUpTo } from "./derivatives.js";
import { dynamicsOf, isKind } from "./dynamicsOf.js";
import { byContribution } from "./equation/equation.js";
import type { Equation, Term } from "./equation/equation.js";
import { equationOf } from "./equation/equationOf.js";
import type { ChannelData } from "./equation/equationOf.js";
import { carriedEquation, modifiedEquation } from "./equation/modifiedEquation.js";
import { polynomialOf } from "./equation/polynomial.js";
import { channelsOf, filterBank } from "./filters.js";
import { coefficientFields } from "./linear/coefficientFields.js";
import { carrierBank } from "./linear/dynamics.js";
import type { PdeModel } from "./model.js";
import type { EquationNetwork, Linear, Symbolic } from "./network.js";
import { symbolicRate } from "./symbolic/dynamics.js";
import { expandSymnet } from "./symbolic/expand.js";
import { termUnits } from "./terms/dynamics.js";
import { observedFrames } from "./trajectories.js";
import type { Trajectories } from "./trajectories.js";

/** Frames over which terms are weighed at most. */
const FRAMES = 48;

/** Options of `equation`. */
export interface EquationOptions {
  /**
   * Movies over which contributions and the remainder are taken. Default none: they are NaN, and terms are sorted by
   * the units the network learnt in.
   */
  readonly trajectories?: Trajectories | undefined;
  /** Degree up to which a symbolic network is expanded, exactly. Default 3. */
  readonly degree?: number | undefined;
  /** Terms of a smaller contribution are left out. Default 0; 0.001 to 0.02 is usual. */
  readonly threshold?: number | undefined;
  /**
   * "own" (default): derivatives stand for what the filters see. "modified": what the free moments of the filters and
   * of the carrier add to first order is written out, as derivatives up to `maxOrder`.
   */
  readonly form?: "own" | "modified" | undefined;
  /** For the modified form. Default two above the highest that filters are for. */
  readonly maxOrder?: number | undefined;
}

/**
 * The equation of a network: of a symbolic one its exact expansion up to a degree, with contributions and what is
 * left out where data are given. A component of which nothing is explained has no terms.
 * @throws ValueError for coefficients that depend on place, whose fields `totalCoefficients` gives, for a right-hand
 *   side of one's own, for the modified form of an upwind network, what is no model, and options out of range
 * @throws ShapeError for trajectories of another number of components or axes, or smaller than the filters
 */
export function equation(model: PdeModel, options: EquationOptions = {}): Equation {
  const where = "pdenet.equation";
  const { degree = 3, threshold = 0, form = "own" } = options;
  checkIsModel(model, where);
  checkInteger(degree, 0, 16, `${where}: degree`);
  checkNumber(threshold, 0, Infinity, `${where}: threshold`);
  checkOneOf(form, ["own", "modified"], `${where}: form`);
  if (form === "modified") checkModifiable(model, where);
  const data = options.trajectories && dataOf(model, options.trajectories, where);
  const whole = wholeEquation(model, degree, data, where);
  const known = ofWhatIsExplained(
    form === "own" ? whole : modified(model, whole, options.maxOrder),
    model,
  );
  if (threshold === 0) return known;
  const terms = known.terms.map((own) => own.filter((term) => !(term.contribution < threshold)));
  return { ...known, terms };
}

/** No terms where nothing is explained. */
function ofWhatIsExplained(equation: Equation, { explained }: PdeModel): Equation {
  const { terms, remainder } = equation;
  return {
    ...equation,
    terms: terms.map((own, c) => (explained[c] ? own : [])),
    remainder: remainder.map((left, c) => (explained[c] ? left : 1)),
  };
}

function wholeEquation(
  model: PdeModel,
  degree: number,
  data: ChannelData | undefined,
  where: string,
): Equation {
  if (isKind(model, "symbolic")) return symbolicEquation(model, degree, data);
  if (isKind(model, "equation")) return weighed(model, termsOf(model), data);
  if (isKind(model, "linear")) return weighed(model, linearTerms(model, where), data);
  throw new ValueError(
    `${where}: model should be symbolic, linear or an equation's; a right-hand side of one's own is its own equation.`,
  );
}

function symbolicEquation(
  { network, names, axes, scales, parameters }: PdeModel<Symbolic>,
  degree: number,
  data: ChannelData | undefined,
): Equation {
  const { products, maxOrder } = network;
  const { data: all, shape } = parameters.symnet;
  const [nets, size] = shape;
  const inputs = scales.channels.length;
  const polynomials = Array.from({ length: nets }, (_, n) =>
    expandSymnet(
      Float64Array.from(all.subarray(n * size, (n + 1) * size)),
      inputs,
      products,
      degree,
    ),
  );
  return equationOf(polynomials, { names, axes, maxOrder, scales }, data);
}

/** The terms of an equation's network with their coefficients in physical units. */
function termsOf(model: PdeModel<EquationNetwork>): (readonly Term[])[] {
  const { network, spacing, parameters } = model;
  const units = termUnits(model, filterBank(network, spacing));
  let i = 0;
  return network.terms.map((own) =>
    own.map(({ factors, derivative }): Term => {
      const coefficient = units[i] * parameters.coefficients.data[i];
      i++;
      return { factors, derivative, coefficient, contribution: NaN, interval: null };
    }),
  );
}

/** The terms of a linear network whose coefficients are the same everywhere. */
function linearTerms(model: PdeModel<Linear>, where: string): (readonly Term[])[] {
  const { network } = model;
  if (network.coefficients.kind !== "constant" || network.source) {
    throw new ValueError(
      `${where}: a linear network should have constant coefficients and no source to be one equation. Take ` +
        `pdenet.totalCoefficients for fields of coefficients, and pdenet.sourceValues for f.`,
    );
  }
  const { orders, fields } = coefficientFields(model, { grid: model.spacing.map(() => 1) });
  const terms = orders.map((order, o): Term => ({
    factors: [{ component: 0, order }],
    derivative: null,
    coefficient: fields.data[o],
    contribution: NaN,
    interval: null,
  }));
  return [terms];
}

/** Known terms with their contributions over data. */
function weighed(
  { names, axes, network }: PdeModel,
  terms: readonly (readonly Term[])[],
  data: ChannelData | undefined,
): Equation {
  const plain = { names, axes, terms, remainder: names.map(() => 0) };
  if (!data || terms.flat().some(({ derivative }) => derivative !== null)) return plain;
  const orders = network.maxOrder;
  const channels = channelsIn(orders, axes.length);
  const polynomials = terms.map((own) =>
    polynomialOf(
      own.map(({ factors, coefficient }) => ({
        channels: factors.map(
          ({ component, order }) => component * channels.length + channels.indexOf(order.join()),
        ),
        coefficient,
      })),
    ),
  );
  const found = equationOf(polynomials, { names, axes, maxOrder: orders }, data);
  return { ...found, terms: found.terms.map((own) => byContribution(own)) };
}

function channelsIn(maxOrder: number, axes: number): string[] {
  return derivativesUpTo(maxOrder, axes).map((order) => order.join());
}

/** What the filters' free moments, and those of a carrier, add. */
function modified(model: PdeModel, whole: Equation, maxOrder: number | undefined): Equation {
  const { network, spacing, parameters, interval } = model;
  const bank = filterBank(network, spacing);
  const moments = bank.moments(Float64Array.from(parameters.moments.data));
  const carrier = network.kind === "linear" ? carrierBank(network, spacing) : null;
  const highest = maxOrder ?? network.maxOrder + 2;
  const written = modifiedEquation(whole, moments, spacing, { maxOrder: highest });
  if (!carrier) return written;
  const { data, shape } = carrier.moments(Float64Array.from(parameters.carrier.data));
  const own = ndarrayOf(data, shape.slice(1));
  return carriedEquation(written, own, spacing, interval / network.substeps, { maxOrder: highest });
}

/** Refuses filters that lean to a side that depends on place and time. */
function checkModifiable({ network }: PdeModel, where: string): void {
  if (network.kind !== "symbolic" || network.scheme === "central") return;
  throw new ValueError(
    `${where}: form should be "own" for an upwind network, whose filters lean to one side here and to the other ` +
      `there; got "modified". pdenet.refine makes an equation with central filters of it.`,
  );
}

/** What the network's filters and its rate see in frames of movies. */
function dataOf(model: PdeModel, trajectories: Trajectories, where: string): ChannelData {
  const { network, spacing, parameters } = model;
  const movies = moviesFor(model, trajectories, model.interval, { missing: "skip" }, where);
  const frames = observedFrames(movies);
  const [count, ...shape] = frames.shape;
  const every = Math.ceil(count / FRAMES);
  const size = sizeOf(shape);
  const samples = Math.ceil(count / every);
  const seen = new Float64Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const at = s * every * size;
    seen.set(frames.data.subarray(at, at + size), s * size);
  }
  const [, ...grid] = shape;
  const u = new Variable(seen, [samples, ...shape]);
  const bank = filterBank(network, spacing);
  const variables = Object.fromEntries(
    Object.entries(parameters).map(([name, { data, shape: own }]) => [
      name,
      new Variable(Float64Array.from(data), own),
    ]),
  );
  const channels = channelsOf(u, bank.kernels(variables.moments), network.border);
  const rates = isKind(model, "symbolic")
    ? symbolicRate(model, variables.symnet, channels)
    : dynamicsOf(model).prepare(variables, { samples, grid, origins: null }).rate(u);
  return {
    channels: channels.data as Float64Array,
    shape: channels.shape,
    rates: rates.data as Float64Array,
  };
}
