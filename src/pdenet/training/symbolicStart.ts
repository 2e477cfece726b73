/**
 * Where a symbolic network begins: at a polynomial that is written into its nets exactly, one that is given or that
 * sparse regression finds with the network's own filters. Candidates are all monomials of degree 2 in fields and
 * derivatives; where these leave much of the rate, also those times a field, as cubic reactions and ∂(u² ∂u) have them.
 */
import { Variable } from "../../autodiff/index.js";
import { createRng, formatShape, ndarrayOf, ShapeError, ValueError } from "../../core/index.js";
import type { NdArray, Rng } from "../../core/index.js";
import { degreeOf, derivativesUpTo } from "../derivatives.js";
import { termKey } from "../equation/equation.js";
import type { Equation, Factor } from "../equation/equation.js";
import { polynomialOf } from "../equation/polynomial.js";
import { plainEquation } from "../equation/productRule.js";
import { filterBank } from "../filters.js";
import type { PdeModel } from "../model.js";
import type { Symbolic } from "../network.js";
import type { Library, LibraryTerm } from "../regression/library.js";
import { changesInTime } from "../regression/observed.js";
import { pdeFind } from "../regression/pdeFind.js";
import type { PdeFindResult } from "../regression/pdeFind.js";
import { embedPolynomial } from "../symbolic/embed.js";
import { spacedMovies, withComponents } from "../trajectories.js";
import type { Movies } from "../trajectories.js";

/** Deviation of the rows of products that the polynomial does not need: enough to grow from, and little to be pressed away. */
const UNUSED = 0.01;

/** The part of a rate that monomials of degree 2 may leave before those of degree 3 are looked at. */
const MUCH = 0.03;

/** The part of what they leave that the larger library must be below, or its terms mimic what the grid leaves unresolved. */
const BETTER = 0.5;

/** That part where the larger library needs no more terms: mimics are many, and noise may be most of what is left. */
const AS_SHORT = 0.95;

/** The polynomial of sparse regression with the network's own filters; products it does not need are random. */
export function foundStart(
  model: PdeModel<Symbolic>,
  movies: Movies,
  rng: Rng,
): PdeModel<Symbolic> {
  const { network, names, axes, parameters, spacing } = model;
  const bank = filterBank(
    network,
    spacing.map(() => 1),
  );
  const { data, shape } = parameters.moments;
  const kernels = bank.kernels(new Variable(data, shape));
  const filters = ndarrayOf(kernels.data as Float64Array, [bank.orders.length, ...bank.size]);
  // A component that stays as it is has no equation to be found, but may be in those of others.
  const all = Array.from(names.keys());
  const evolving = all.filter((c) => changesInTime(movies, c));
  const still = all.filter((c) => !evolving.includes(c));
  const { trajectories, dt } = spacedMovies(withComponents(movies, evolving));
  const inputs = still.length > 0 && {
    inputs: {
      trajectories: spacedMovies(withComponents(movies, still)).trajectories,
      names: still.map((c) => names[c]),
    },
  };
  const seed = rng.split();
  const find = (terms: Library): PdeFindResult =>
    pdeFind(trajectories, dt, {
      ...{ spacing, axisNames: axes, missing: "skip", border: network.border },
      ...{ names: evolving.map((c) => names[c]), ...inputs },
      ...{ terms, space: { by: "filters", filters }, resamples: 0, seed },
    });
  const start = ({ equation }: PdeFindResult): PdeModel<Symbolic> =>
    withEquation(model, inOrder(equation, [...evolving, ...still], names), rng);
  const found = find({ kind: "polynomial", degree: 2, maxOrder: network.maxOrder });
  if (leftBy(found) <= MUCH) return start(found);
  const wider = find(timesFields(found.library));
  const part = countTerms(wider) <= countTerms(found) ? AS_SHORT : BETTER;
  return start(leftBy(wider) < part * leftBy(found) ? wider : found);
}

/** An equation of components in another order, the first of which evolve, as one of all components in their own. */
function inOrder(equation: Equation, order: readonly number[], names: readonly string[]): Equation {
  const placed = (factors: readonly Factor[]): Factor[] =>
    factors.map((factor) => ({ ...factor, component: order[factor.component] }));
  const rows = order.map((_, c) => order.indexOf(c));
  return {
    ...{ ...equation, names },
    terms: rows.map((row) =>
      (equation.terms[row] ?? []).map((term) => ({ ...term, factors: placed(term.factors) })),
    ),
    remainder: rows.map((row) => equation.remainder[row] ?? 0),
  };
}

/**
 * The network that is an equation.
 * @throws ShapeError for an equation of other components or axes
 * @throws ValueError for derivatives that the network does not see, and more products than it has
 */
export function equationStart(
  model: PdeModel<Symbolic>,
  equation: Equation,
  rng: Rng,
): PdeModel<Symbolic> {
  const where = "pdenet.fit: start";
  const { names, axes, network } = model;
  if (equation.terms.length !== names.length || equation.axes.length !== axes.length) {
    throw new ShapeError(
      `${where} should be an equation of ${names.length} components on ${axes.length} axes; got one of ` +
        `${equation.terms.length} on ${equation.axes.length}.`,
    );
  }
  const plain = plainEquation(equation);
  for (const { component, order } of plain.terms.flat().flatMap(({ factors }) => factors)) {
    if (component < names.length && degreeOf(order) <= network.maxOrder) continue;
    throw new ValueError(
      `${where} should be an equation of what the network sees, its own components and their derivatives up to order ` +
        `${network.maxOrder}; got ${formatShape(order)} of field ${component}. Ask for a higher maxOrder.`,
    );
  }
  return withEquation(model, plain, rng, where);
}

/**
 * The model with the equation in its nets. Of one that needs more products than there are the largest terms are
 * kept, or if `where` is given it is refused.
 */
function withEquation(
  model: PdeModel<Symbolic>,
  equation: Equation,
  rng: Rng,
  where?: string,
): PdeModel<Symbolic> {
  const { network, scales, names, parameters } = model;
  const { maxOrder, products } = network;
  const orders = derivativesUpTo(maxOrder, equation.axes.length).map((order) => order.join());
  const channelOf = ({ component, order }: Factor): number =>
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
      const polynomial = polynomialOf(monomials.slice(0, kept));
      const embedded = embedPolynomial(polynomial, inputs, products, {
        seed: createRng(seed),
        scale: UNUSED,
      });
      if (embedded.weights) return embedded.weights;
      if (where === undefined) continue;
      throw new ValueError(
        `${where} should need at most the network's ${products} products; the equation of ${names[c]} needs ` +
          `${embedded.needed}. Take symbolic({ products: ${embedded.needed} }).`,
      );
    }
  });
  const data = Float64Array.from(nets.flatMap((weights) => Array.from(weights)));
  const symnet: NdArray = ndarrayOf(data, [names.length, data.length / names.length]);
  return { ...model, parameters: { ...parameters, symnet } };
}

/** The terms, and every product of two times every field that is among them. */
function timesFields(terms: readonly LibraryTerm[]): LibraryTerm[] {
  const fields = terms.flatMap(({ factors }) =>
    factors.length === 1 && degreeOf(factors[0].order) === 0 ? factors : [],
  );
  const products = terms.filter(({ factors }) => factors.length === 2);
  const longer = products.flatMap(({ factors }) =>
    fields.map((field): LibraryTerm => ({ factors: [field, ...factors], derivative: null })),
  );
  return [...new Map([...terms, ...longer].map((term) => [termKey(term), term])).values()];
}

/** The part of its rate that a component is left with, of the one that is left most; on data left out, if any are. */
function leftBy({ residual: { training, validation } }: PdeFindResult): number {
  return Math.max(
    ...training.map((left, c) => (Number.isNaN(validation[c]) ? left : validation[c])),
  );
}

function countTerms({ equation }: PdeFindResult): number {
  return equation.terms.flat().length;
}
