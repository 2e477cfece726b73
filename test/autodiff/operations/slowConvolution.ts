/** Convolution by its definition, one term after another, and layouts to try it with. */
import type { ConvolutionOptions } from "../../../src/autodiff/index.js";
import { ndarrayOf, sizeOf, unravel } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";

/** A convolution to try. */
export interface Trial {
  readonly name: string;
  readonly grid: readonly number[];
  readonly window: readonly number[];
  /** Channels of input and output in every group. */
  readonly channels: readonly [number, number];
  readonly options: ConvolutionOptions;
}

const paddings = ["periodic", "zero", "valid"] as const;

/** Strides and dilations that fill the grid and that do not, windows odd, even and longer than the grid. */
export const trials: readonly Trial[] = [
  ...paddings.flatMap((padding) => [
    trial([9], [4], { padding }),
    trial([8], [3], { padding, stride: 2 }),
    trial([9], [2], { padding, stride: 3 }),
    trial([7], [3], { padding, stride: 2 }),
    trial([12], [3], { padding, dilation: 2 }),
    trial([11], [4], { padding, dilation: 3 }),
    trial([12], [3], { padding, stride: 2, dilation: 3 }),
    trial([8], [1], { padding, stride: 2 }),
    trial([6, 7], [3, 2], { padding }),
    trial([6, 8], [3, 3], { padding, stride: 2 }),
    trial([7, 8], [3, 3], { padding, stride: [2, 1], dilation: [1, 2] }),
    trial([8, 9], [3, 3], { padding, dilation: [2, 3] }),
    trial([5, 6], [3, 3], { padding, groups: 3 }),
    trial([6, 6], [2, 3], { padding, groups: 2, stride: 3, dilation: 2 }),
    trial([4, 5, 6], [2, 3, 3], { padding }),
    trial([4, 6, 5], [3, 1, 3], { padding, stride: [2, 2, 1], dilation: [1, 1, 2] }),
  ]),
  ...(["periodic", "zero"] as const).flatMap((padding) => [
    trial([3], [5], { padding }),
    trial([4], [3], { padding, dilation: 4 }),
    trial([6], [5], { padding, stride: 3 }),
    trial([1, 2], [3, 4], { padding, dilation: 2 }),
  ]),
];

function trial(
  grid: readonly number[],
  window: readonly number[],
  options: ConvolutionOptions,
): Trial {
  const said = JSON.stringify(options).replaceAll('"', "");
  return {
    name: `[${grid.join()}] with [${window.join()}], ${said}`,
    grid,
    window,
    channels: [2, 3],
    options,
  };
}

/** y[s, o, …x] = Σ_i Σ_j q[o, i, …j] u[s, i, …S x + d j − c]. */
export function slowConvolution(
  u: NdArray,
  q: NdArray,
  { stride = 1, dilation = 1, groups = 1, padding = "periodic" }: ConvolutionOptions,
): NdArray {
  const [samples, channels, ...grid] = u.shape;
  const [outputs, inputs, ...window] = q.shape;
  const of = (value: number | readonly number[], axis: number): number =>
    typeof value === "number" ? value : value[axis];
  const spread = window.map((l, axis) => of(dilation, axis) * (l - 1) + 1);
  const outputGrid = grid.map((n, axis) =>
    padding === "valid"
      ? Math.floor((n - spread[axis]) / of(stride, axis)) + 1
      : Math.ceil(n / of(stride, axis)),
  );
  const shape = [samples, outputs, ...outputGrid];
  const [size, taps] = [sizeOf(grid), sizeOf(window)];
  const y = Float64Array.from({ length: sizeOf(shape) }, (_, at) => {
    const [s, o, ...x] = unravel(at, shape);
    const first = Math.floor(o / (outputs / groups)) * inputs;
    let sum = 0;
    for (let j = 0; j < taps; j++) {
      const cell = unravel(j, window).reduce((place, tap, axis) => {
        const centre = padding === "valid" ? 0 : (spread[axis] - 1) >> 1;
        const seen = of(stride, axis) * x[axis] + of(dilation, axis) * tap - centre;
        const n = grid[axis];
        if (padding !== "periodic" && (seen < 0 || seen >= n)) return NaN;
        return place * n + (((seen % n) + n) % n);
      }, 0);
      if (Number.isNaN(cell)) continue;
      for (let i = 0; i < inputs; i++) {
        sum +=
          q.data[(o * inputs + i) * taps + j] * u.data[(s * channels + first + i) * size + cell];
      }
    }
    return sum;
  });
  return ndarrayOf(y, shape);
}
