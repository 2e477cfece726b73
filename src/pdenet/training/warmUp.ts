/**
 * Where training begins: as near to the answer as one linear problem comes. For one step with the first filters a
 * linear network is linear in its nodes, and a polynomial in its coefficients; the nodes are solved for, and the
 * polynomial is found by sparse regression and written into the symbolic network exactly.
 */
import { Variable } from "../../autodiff/index.js";
import { createRng, ndarrayOf, ValueError } from "../../core/index.js";
import type { NdArray, Rng } from "../../core/index.js";
import type { Names } from "../createModel.js";
import { derivativesUpTo } from "../derivatives.js";
import { isKind } from "../dynamicsOf.js";
import type { Equation, Term } from "../equation/equation.js";
import { polynomialOf } from "../equation/polynomial.js";
import { filterBank } from "../filters.js";
import { warmUpLinear } from "../linear/warmUp.js";
import type { PdeModel } from "../model.js";
import type { Symbolic } from "../network.js";
import { pdeFind } from "../regression/pdeFind.js";
import { embedPolynomial } from "../symbolic/embed.js";
import { spacedMovies } from "../trajectories.js";
import type { Movies } from "../trajectories.js";
import { drawBatch } from "./windows.js";

/** Ways to begin. */
export type StartName = "direct" | "random";

/** Windows that the nodes of a linear network are solved from. */
const WINDOWS = 96;

/** ρ of the nodes: enough for noise, and too little to be seen without. */
const RIDGE = 1e-4;

/** Degree of the polynomial that a symbolic network begins with. */
const DEGREE = 2;

/**
 * The model to begin with.
 * @throws ValueError for a model of another network, grid or number of components
 */
export function begin(
  model: PdeModel,
  movies: Movies,
  { start, names }: { readonly start: StartName | PdeModel; readonly names: Names },
  origins: readonly (readonly number[])[] | undefined,
  rng: Rng,
): PdeModel {
  if (typeof start === "object") return goingOn(start, model, names);
  if (start === "random") return model;
  if (isKind(model, "symbolic")) return sparse(model, movies, rng);
  if (!isKind(model, "linear")) return model;
  const batch = drawBatch(movies, 1, WINDOWS, rng);
  const places = origins ? Array.from(batch.movies, (m) => origins[m]) : null;
  const { parameters } = warmUpLinear(model, batch, { origins: places, ridge: RIDGE });
  return { ...model, parameters };
}

/** The polynomial of sparse regression with the network's own filters; products it does not need are random. */
function sparse(model: PdeModel<Symbolic>, movies: Movies, rng: Rng): PdeModel {
  const { network, names, axes, parameters, spacing } = model;
  const unit = spacing.map(() => 1);
  const bank = filterBank(network, unit);
  const { data, shape } = parameters.moments;
  const kernels = bank.kernels(new Variable(data, shape));
  const filters = ndarrayOf(kernels.data as Float64Array, [bank.orders.length, ...bank.size]);
  const { trajectories, dt } = spacedMovies(movies);
  const { equation } = pdeFind(trajectories, dt, {
    ...{ spacing, names, axisNames: axes, missing: "skip", border: network.border },
    terms: { kind: "polynomial", degree: DEGREE, maxOrder: network.maxOrder },
    space: { by: "filters", filters },
    resamples: 0,
    seed: rng.split(),
  });
  return { ...model, parameters: { ...parameters, symnet: netsOf(equation, model, rng) } };
}

/** Nets that are the equation: of one that needs more products than there are, its largest terms. */
function netsOf(
  equation: Equation,
  { network, scales, names }: PdeModel<Symbolic>,
  rng: Rng,
): NdArray {
  const { maxOrder, products } = network;
  const orders = derivativesUpTo(maxOrder, equation.axes.length).map((order) => order.join());
  const channelOf = ({ component, order }: Term["factors"][number]): number =>
    component * orders.length + orders.indexOf(order.join());
  const inputs = scales.channels.length;
  const nets = equation.terms.map((terms, c) => {
    const monomials = terms.map(({ factors, coefficient }) => {
      const channels = factors.map(channelOf);
      const unit = channels.reduce(
        (product, i) => product * scales.channels[i],
        1 / scales.rates[c],
      );
      return { channels, coefficient: coefficient * unit };
    });
    const seed = rng.split();
    for (let kept = monomials.length; ; kept--) {
      const { weights } = embedPolynomial(
        polynomialOf(monomials.slice(0, kept)),
        inputs,
        products,
        {
          seed: createRng(seed),
        },
      );
      if (weights) return weights;
    }
  });
  const data = Float64Array.from(nets.flatMap((weights) => Array.from(weights)));
  return ndarrayOf(data, [names.length, data.length / names.length]);
}

/** A model that is trained further, in its own units and, if there are no others, with its own names. */
function goingOn(start: PdeModel, model: PdeModel, { names, axisNames }: Names): PdeModel {
  const same =
    JSON.stringify(start.network) === JSON.stringify(model.network) &&
    JSON.stringify(start.spacing) === JSON.stringify(model.spacing) &&
    start.names.length === model.names.length;
  if (same) {
    return {
      ...model,
      names: names ?? start.names,
      axes: axisNames ?? start.axes,
      lengths: start.lengths,
      scales: start.scales,
      parameters: start.parameters,
    };
  }
  throw new ValueError(
    `pdenet.fit: start should be a model of the network that is trained, on the spacing and with the components of ` +
      `the trajectories. Leave network out to go on with the model's own.`,
  );
}
