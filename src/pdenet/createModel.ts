/** Networks for data, before they are trained. */
import { ndarrayOf, ShapeError, ValueError } from "../core/index.js";
import type { Rng } from "../core/index.js";
import { checkFilters } from "./checkFields.js";
import { filterBank } from "./filters.js";
import { checkOneComponent, firstFields } from "./linear/start.js";
import type { PdeModel } from "./model.js";
import type { PdeNetwork } from "./network.js";
import { termUnits } from "./terms/dynamics.js";
import { scalesOf } from "./scales.js";
import { firstMoments, randomNets } from "./symbolic/start.js";
import { symbolicFilters } from "./symbolic/dynamics.js";
import type { Movies } from "./trajectories.js";

/** Names of components and axes, as equations are printed with them. */
export interface Names {
  /** Default u, v, w; beyond three u1, u2, … */
  readonly names?: readonly string[] | undefined;
  /** Default x, y, z. */
  readonly axisNames?: readonly string[] | undefined;
}

/**
 * Names for components and axes.
 * @throws ShapeError unless there is one for each
 * @throws ValueError for names that are empty, no words, or given twice
 */
export function namesFor(
  { names, axisNames }: Names,
  components: number,
  axes: number,
  where: string,
): { readonly names: readonly string[]; readonly axes: readonly string[] } {
  const usual =
    components <= 3
      ? ["u", "v", "w"].slice(0, components)
      : Array.from({ length: components }, (_, c) => `u${c + 1}`);
  const found = { names: names ?? usual, axes: axisNames ?? ["x", "y", "z"].slice(0, axes) };
  checkWords(found.names, `${where}: names`);
  checkWords(found.axes, `${where}: axisNames`);
  if (found.names.length !== components || found.axes.length !== axes) {
    throw new ShapeError(
      `${where}: names should be one for each of ${components} components and axisNames one for each of ${axes} ` +
        `axes; got ${found.names.length} and ${found.axes.length}.`,
    );
  }
  return found;
}

/**
 * Refuses what is no list of different words, as terms are written with them.
 * @throws ValueError
 */
export function checkWords(words: readonly string[], where: string): void {
  if (!Array.isArray(words)) {
    throw new ValueError(
      `${where} should be a list of words; got ${JSON.stringify(words)}. Write ["u"].`,
    );
  }
  const list = words as readonly unknown[];
  const odd = list.find(
    (word, i) =>
      typeof word !== "string" || !/^[^\s*·^()]+$/.test(word) || list.indexOf(word) !== i,
  );
  if (odd === undefined && !list.includes(undefined)) return;
  throw new ValueError(
    `${where} should be different words without spaces, products, powers and brackets; got "${String(odd)}".`,
  );
}

/**
 * A network that knows nothing but what it was made of, in the units of movies.
 * @param steps frames that training rolls out
 * @throws ValueError if nothing changes in time, and for filters that are too short for their constraint
 */
export function createModel(
  network: PdeNetwork,
  movies: Movies,
  names: Names,
  steps: number,
  rng: Rng,
  where: string,
): PdeModel {
  const { components, grid, spacing } = movies;
  checkFits(network, movies, where);
  const bank =
    network.kind === "symbolic" ? symbolicFilters(network, spacing) : filterBank(network, spacing);
  const moments = firstMoments(network, bank);
  const scales = scalesOf(movies, bank, bank.kernels(moments), steps, where);
  const shared = {
    kind: "pdeNetwork",
    version: 1,
    ...namesFor(names, components, grid.length, where),
    spacing,
    lengths: grid.map((n, axis) => n * spacing[axis]),
    scales,
    explained: new Array<boolean>(components).fill(true),
    interval: meanInterval(movies),
  } as const;
  const filters = ndarrayOf(moments.data as Float64Array, moments.shape);
  switch (network.kind) {
    case "symbolic": {
      const symnet = randomNets(components, scales.channels.length, network.products, rng);
      return { ...shared, network, parameters: { moments: filters, symnet } };
    }
    case "equation": {
      const units = termUnits({ network, scales }, bank);
      const begin = network.terms.flat().map(({ coefficient }, i) => coefficient / units[i]);
      const coefficients = ndarrayOf(Float64Array.from(begin), [begin.length]);
      return { ...shared, network, parameters: { moments: filters, coefficients } };
    }
    case "own":
      return { ...shared, network, parameters: { ...network.parameters, moments: filters } };
    case "linear":
      return {
        ...shared,
        network,
        parameters: { moments: filters, ...firstFields(network, spacing) },
      };
  }
}

/** Refuses filters that are longer than the grid, and terms of other components than there are. */
function checkFits(network: PdeNetwork, { grid, components }: Movies, where: string): void {
  checkFilters(network, grid, where);
  if (network.kind === "linear") checkOneComponent(components, where);
  if (network.kind === "equation" && network.terms.length !== components) {
    throw new ShapeError(
      `${where}: the equation should have one right-hand side for each of ${components} components; got ` +
        `${network.terms.length}.`,
    );
  }
}

function meanInterval({ movies }: Movies): number {
  const last = movies.map(({ times }) => times[times.length - 1]);
  const count = movies.reduce((sum, { times }) => sum + times.length - 1, 0);
  return last.reduce((sum, t) => sum + t, 0) / count;
}
