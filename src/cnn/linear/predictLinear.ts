/** The responses that a linear localization predicts. */
import { ndarrayOf, sizeOf } from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { discretize, toMicrostructure } from "../../states/index.js";
import { periodicConv } from "../../stencil/index.js";
import type { LinearModel } from "../model.js";
import { checkGridOf } from "./composedKernel.js";
import { layersOf } from "./layers.js";

/** Samples computed together. */
const TOGETHER = 64;

/**
 * The predicted response of microstructures: y = b + w ⋆ m, layer after layer. A filter as large as the grid costs
 * Fourier transforms, a small window its entries; which of the two is the backend's choice.
 * @param microstructures m[s, …x], on any grid that the windows fit on
 * @returns p[s, …x], or p[s, c, …x] for a network with components
 * @throws ShapeError on a grid that a window does not fit on, or other than that of a filter that covers its own
 * @throws ValueError for values outside the basis
 */
export function predictLinear(model: LinearModel, microstructures: ArrayInput): NdArray {
  const where = "cnn.predictLinear";
  const { basis, components } = model.network;
  const m = toMicrostructure(microstructures, basis, where);
  const [samples, ...grid] = m.shape;
  checkGridOf(model, grid, where);
  const layers = layersOf(model, where);
  const cells = sizeOf(grid);
  const outputs = components ?? 1;
  const out = new Float64Array(samples * outputs * cells);
  for (let first = 0; first < samples; first += TOGETHER) {
    const count = Math.min(TOGETHER, samples - first);
    const part = m.data.subarray(first * cells, (first + count) * cells);
    let fields: NdArray = discretize({ data: part, shape: [count, ...grid] }, basis);
    for (const { filter, bias } of layers) {
      const y = periodicConv(fields, filter);
      const data = Float64Array.from(y.data);
      bias.data.forEach((offset, o) => {
        for (let s = 0; s < count && offset !== 0; s++) {
          const at = (s * bias.data.length + o) * cells;
          for (let x = at; x < at + cells; x++) data[x] += offset;
        }
      });
      fields = ndarrayOf(data, y.shape);
    }
    out.set(fields.data, first * outputs * cells);
  }
  const outer = components === null ? [samples] : [samples, components];
  return ndarrayOf(out, [...outer, ...grid]);
}
