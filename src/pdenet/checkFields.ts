/** Fields that a network cannot see are refused, in words of its own. */
import { checkFinite, formatShape, perAxis, ShapeError } from "../core/index.js";
import { checkIsModel } from "./checkArguments.js";
import type { PdeModel } from "./model.js";
import type { FilteredNetwork } from "./network.js";
import { moviesOf } from "./trajectories.js";
import type { Movies, TimeSteps, TrajectoryOptions, Trajectories } from "./trajectories.js";

/**
 * Trajectories for a model, on its spacing.
 * @throws ShapeError, ValueError as `moviesOf`; ValueError for what is no model; ShapeError for those that the model cannot see
 */
export function moviesFor(
  model: PdeModel,
  trajectories: Trajectories,
  dt: TimeSteps,
  { missing }: Pick<TrajectoryOptions, "missing">,
  where: string,
): Movies {
  checkIsModel(model, where);
  const movies = moviesOf(trajectories, dt, { missing }, where);
  checkFields(model, movies.components, movies.grid, `${where}: trajectories`);
  return { ...movies, spacing: model.spacing };
}

/**
 * Refuses fields of another number of components or axes than a model's, or smaller than its filters.
 * @throws ShapeError
 */
export function checkFields(
  { names, spacing, network }: PdeModel,
  components: number,
  grid: readonly number[],
  where: string,
): void {
  if (components !== names.length || grid.length !== spacing.length) {
    throw new ShapeError(
      `${where} should have ${names.length} components on ${spacing.length} axes of space, as the model; got ` +
        `${components} on the grid ${formatShape(grid)}.`,
    );
  }
  checkFilters(network, grid, where);
}

/**
 * Refuses filters that are longer than a grid.
 * @throws ShapeError
 */
export function checkFilters(
  network: Pick<FilteredNetwork, "size">,
  grid: readonly number[],
  where: string,
): void {
  const size = perAxis(network.size, grid.length, `${where}: size`);
  const long = size.findIndex((length, axis) => length > grid[axis]);
  if (long < 0) return;
  throw new ShapeError(
    `${where}: filters of ${formatShape(size)} points should fit on the grid ${formatShape(grid)}; along axis ` +
      `${long} they do not. Take more points, or shorter filters: size: [${size.map((l, a) => Math.min(l, grid[a])).join(", ")}].`,
  );
}

/**
 * Refuses places that are not one for every sample and axis.
 * @throws ShapeError, and ValueError for places that are not finite
 */
export function checkOrigins(
  origins: readonly (readonly number[])[] | undefined,
  samples: number,
  axes: number,
  where: string,
): void {
  if (!origins) return;
  const wrong = origins.findIndex((place) => !Array.isArray(place) || place.length !== axes);
  if (origins.length !== samples || wrong >= 0) {
    throw new ShapeError(
      `${where}: origins should be a place along ${axes} axes for each of ${samples} samples; got ` +
        `${wrong >= 0 ? `${JSON.stringify(origins[wrong])} for sample ${wrong}` : `${origins.length} places`}.`,
    );
  }
  checkFinite(
    { data: Float64Array.from(origins.flat()), shape: [samples, axes] },
    `${where}: origins`,
  );
}
