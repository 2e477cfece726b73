/** The one kernel of a linear model: its layers composed, on a periodic grid. */
import { formatShape, ndarrayOf, sameShape, ShapeError, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { composeFilters, kernelFromFilter, placesOf } from "../../stencil/index.js";
import type { ComposedFilter } from "../../stencil/index.js";
import type { LinearModel } from "../model.js";
import { convolutionsOf, layersOf } from "./layers.js";

/**
 * The filter w[c, h, …j] and the offset b[c] that the layers of a linear model amount to. Weights of several
 * layers are determined only up to an invertible matrix between their channels: compare what they amount to.
 * @throws ShapeError, ValueError for parameters of another network
 */
export function composedFilter(model: LinearModel): ComposedFilter {
  return composeFilters(layersOf(model, "cnn.composedFilter"));
}

/**
 * The kernel β[c, h, …r] that a linear model convolves local states with, r = 0 at index 0. Of one layer it is
 * a permutation of the weights, β_h(r) = w_h(j₀ − r). The offset is not in it, and the gauge is that of the
 * weights; see `cnn.influenceCoefficients`.
 * @param grid lengths of the space axes. Default the model's own grid, or the smallest that holds the composed
 *   filter; entries that wrap onto each other on a smaller one add up
 * @throws ShapeError for a grid that a layer does not fit on
 */
export function composedKernel(model: LinearModel, grid?: readonly number[]): NdArray {
  const { filter } = composedFilter(model);
  const [outputs, inputs, ...window] = filter.shape;
  const cells = grid ?? model.network.grid ?? window;
  checkGridOf(model, cells, "cnn.composedKernel");
  if (window.every((length, axis) => length <= cells[axis])) return kernelFromFilter(filter, cells);
  const places = placesOf(window, cells);
  const size = sizeOf(cells);
  const out = new Float64Array(outputs * inputs * size);
  filter.data.forEach((value, i) => {
    out[Math.floor(i / places.length) * size + places[i % places.length]] += value;
  });
  return ndarrayOf(out, [outputs, inputs, ...cells]);
}

/**
 * Refuses grids that a model does not fit on.
 * @throws ShapeError
 */
export function checkGridOf(
  { network }: Pick<LinearModel, "network">,
  grid: readonly number[],
  where: string,
): void {
  if (network.grid && !sameShape(network.grid, grid)) {
    throw new ShapeError(
      `${where}: the filter covers the grid ${formatShape(network.grid)} whole and fits on no other; got ` +
        `${formatShape(grid)}. Take cnn.influenceCoefficients(model) through mks.resize, or train with ` +
        `kernelSize for a window.`,
    );
  }
  for (const { window } of convolutionsOf(network, where)) {
    const counts = grid.every((n) => Number.isInteger(n) && n >= 1);
    if (counts && grid.length === window.length && window.every((l, a) => l <= grid[a])) continue;
    throw new ShapeError(
      `${where}: a filter of ${formatShape(window)} cells does not fit on the grid ${formatShape(grid)}. ` +
        `Use a larger grid or a smaller kernelSize.`,
    );
  }
}
