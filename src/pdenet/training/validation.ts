/** What is not trained with judges: forecasts of trajectories that are held out. */
import { checkNumber, permutation, ValueError } from "../../core/index.js";
import type { Rng } from "../../core/index.js";
import { errorsOf } from "../forecast/errors.js";
import type { PdeModel } from "../model.js";
import type { Movies } from "../trajectories.js";

/** Movies to train with and, of the rest, those to judge by. */
export interface Split {
  readonly training: Movies;
  /** Null where none is held out. */
  readonly validation: Movies | null;
  /** Which movies are in the two, in their order. */
  readonly trained: readonly number[];
  readonly held: readonly number[];
}

/**
 * Holds out a part of the movies, drawn at random: at least one, and at least one is left.
 * @throws ValueError for a part outside [0, 1), and for a single movie
 */
export function splitMovies(movies: Movies, part: number, rng: Rng, where: string): Split {
  const count = movies.movies.length;
  checkNumber(part, 0, 1, `${where}: validation`);
  const order = Array.from(permutation(rng, count));
  if (part === 0) {
    return { training: movies, validation: null, trained: [...order.keys()], held: [] };
  }
  const held = Math.max(1, Math.round(part * count));
  if (held >= count) {
    throw new ValueError(
      `${where}: validation should leave a trajectory to train with; got ${part} of ${count}. Give more ` +
        `trajectories, or a smaller part.`,
    );
  }
  const increasing = (indices: number[]): number[] => indices.sort((a, b) => a - b);
  const own = increasing(order.slice(held));
  const others = increasing(order.slice(0, held));
  const only = (indices: readonly number[]): Movies => ({
    ...movies,
    movies: indices.map((m) => movies.movies[m]),
  });
  return { training: only(own), validation: only(others), trained: own, held: others };
}

/** The median over movies of the error of their forecasts, as a mean over all frames; infinite for lost ones. */
export function validationError(
  model: PdeModel,
  movies: Movies,
  origins: readonly (readonly number[])[] | undefined,
): number {
  const means = errorsOf(model, movies, movies, { origins }).map((all) => {
    const known = all.filter((error) => !Number.isNaN(error));
    return known.reduce((sum, error) => sum + error, 0) / known.length;
  });
  const sorted = means.sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
