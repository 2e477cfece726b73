/** One kernel, three views side by side: the filter in space, influence coefficients, moments. */
import { kernelViews as viewsOf } from "../cnn/index.js";
import type { LinearModel } from "../cnn/index.js";
import { checkInteger, checkNumber, ndarrayOf } from "../core/index.js";
import type { NdArray } from "../core/index.js";
import type { Localization } from "../states/index.js";
import { drawViews } from "./panelGrid.js";
import { shownStates } from "./shownStates.js";
import { middleSlice } from "./slice.js";
import { stateNames } from "./stateNames.js";
import type { View } from "./view.js";

/** Options of `kernelViews`. */
export interface KernelViewsOptions {
  /** Written above all panels. */
  readonly title?: string | undefined;
  /** Which component of the response. Default 0. */
  readonly component?: number | undefined;
  /** Which local states. Default all. */
  readonly states?: readonly number[] | undefined;
  /** Names of all local states. Default what the basis says of them. */
  readonly names?: readonly string[] | undefined;
  /** Largest power of moments along an axis. Default 2. */
  readonly order?: number | undefined;
  /** Side of a square panel in pixels. Default 200. */
  readonly size?: number | undefined;
}

/**
 * The picture, as SVG, of the kernels of a linear network or of influence coefficients, a row for every local state:
 * the filter as the network holds it, without its mean and its centre at 0; its |β̂| with k = 0 at 0, the other half of
 * the spectrum being its mirror image; and the moments by their powers, over the
 * largest of them. Of three axes the planes in the middle are shown.
 * @throws ValueError for a component or states that the model does not have, or names for other states
 */
export function kernelViews(
  model: LinearModel | Localization,
  options: KernelViewsOptions = {},
): string {
  const where = "plot.kernelViews";
  const { component = 0, order = 2, size = 200, title } = options;
  const basis = model.kind === "localization" ? model.basis : model.network.basis;
  const { names = stateNames(basis) } = options;
  checkNumber(size, 40, 2000, `${where}: size`);
  const all = viewsOf(model, { order });
  const components = 1 + Math.max(...all.map((view) => view.component));
  const count = all.length / components;
  checkInteger(component, 0, components - 1, `${where}: component`);
  const states = shownStates({ states: options.states, names }, count, where);
  const views = states.flatMap((h): View[] => {
    const { filter, magnitude, moments } = all[component * count + h];
    const axes = filter.shape.length === 1 ? ["r"] : ["r_x", "r_y"];
    return [
      {
        ...middleSlice(filter.data, filter.shape, () => "r_z = 0"),
        ...{ title: `${names[h]}: filter`, colours: "diverging", group: "q", axes },
        origin: filter.shape.map((n) => (n - 1) >> 1),
      },
      {
        ...firstSlice(withoutMean(magnitude), "k_z = 0"),
        ...{ title: `${names[h]}: coefficients`, colours: "sequential", group: "|β̂|" },
        axes: axes.map((axis) => axis.replace("r", "k")),
        origin: magnitude.shape.map(() => 0),
      },
      {
        ...firstSlice(scaled(moments), "i_z = 0"),
        ...{ title: `${names[h]}: moments`, colours: "diverging", group: "m / largest" },
        axes: axes.map((axis) => axis.replace("r", "i")),
        origin: moments.shape.map(() => 0),
      },
    ];
  });
  return drawViews(views, { title, columns: 3, size, colourMap: "viridis" }, where);
}

/** |β̂| of the filter that is shown, which has no mean. */
function withoutMean({ data, shape }: NdArray): NdArray {
  return ndarrayOf(data.slice().fill(0, 0, 1), shape);
}

/** Moments over the largest of them. */
function scaled({ data, shape }: NdArray): NdArray {
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return ndarrayOf(largest === 0 ? data : data.map((value) => value / largest), shape);
}

/** The plane of index 0 of a volume; lines and planes as they are. */
function firstSlice({ data, shape }: NdArray, note: string) {
  if (shape.length < 3) return { values: data, shape };
  const [nx, ny, nz] = shape;
  const values = Float64Array.from({ length: nx * ny }, (_, cell) => data[cell * nz]);
  return { values, shape: [nx, ny], note };
}
