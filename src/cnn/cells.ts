/**
 * Cells and loads in the layout of training: x[s] holds the phase indices of a sample, row by row, and then its
 * mean strain. Strains are per unit of it, ‖E‖ = 1 in Mandel components, as the response is linear in the load.
 */
import { Variable } from "../autodiff/index.js";
import {
  checkFinite,
  createArray,
  formatShape,
  sameShape,
  ShapeError,
  sizeOf,
  toDense,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, Dense, NumericData, Precision } from "../core/index.js";
import { phaseBasis, toMicrostructure } from "../states/index.js";
import type { NonlinearNetwork } from "./network.js";
import type { Phases } from "./statesTimes.js";

/** Cells with their loads, x[s, N + c], and strains y[s, c, …x] per unit load. */
export interface Cells {
  readonly x: Dense;
  readonly y: Dense;
  readonly grid: readonly number[];
}

/**
 * Cells and their strains as samples; the load of every sample is the mean of its strains.
 * @throws ShapeError, ValueError for what does not fit the network or each other
 */
export function cellsOf(
  network: NonlinearNetwork,
  microstructures: ArrayInput,
  strains: ArrayInput,
  precision: Precision,
  where: string,
): Cells {
  const m = phasesOf(network, microstructures, where);
  const ε = toDense(strains, `${where}: strains`);
  checkFinite(ε, `${where}: strains`);
  const [samples, ...grid] = m.shape;
  const { components } = network;
  if (!sameShape(ε.shape, [samples, components, ...grid])) {
    throw new ShapeError(
      `${where}: strains should hold all ${components} components of every sample, ` +
        `${formatShape([samples, components, ...grid])}; got ${formatShape(ε.shape)}. ` +
        `physics.solveElasticity returns them so.`,
    );
  }
  const size = sizeOf(grid);
  const x = {
    data: createArray(samples * (size + components), precision),
    shape: [samples, size + components],
  };
  const y = { data: createArray(ε.data.length, precision), shape: [...ε.shape] };
  for (let s = 0; s < samples; s++) {
    const E = meansOf(ε, s, components, size);
    const norm = loadNorm(E, network.axes);
    if (norm === 0) {
      throw new ValueError(
        `${where}: strains should have a mean, which is the load; that of sample ${s} is zero. ` +
          `Pass whole strains, not fluctuations.`,
      );
    }
    pack(
      x,
      s,
      m.data.subarray(s * size, (s + 1) * size),
      E.map((e) => e / norm),
    );
    const first = s * components * size;
    for (let i = first; i < first + components * size; i++) y.data[i] = ε.data[i] / norm;
  }
  return { x, y, grid };
}

/** Fills sample s of x with the phases of a cell and its load. */
export function pack(
  { data, shape }: Dense,
  s: number,
  phases: NumericData,
  load: readonly number[],
): void {
  const first = s * shape[1];
  for (let i = 0; i < phases.length; i++) data[first + i] = phases[i];
  load.forEach((component, c) => (data[first + phases.length + c] = component));
}

/** Samples x[s, N + c] as phases, and as the field E[s, c, …x] of their loads. */
export function unpack(
  { states, components }: NonlinearNetwork,
  grid: readonly number[],
  x: Variable,
): { phases: Phases; load: Variable } {
  const samples = x.shape[0];
  const size = sizeOf(grid);
  const stride = size + components;
  const indices = new Uint8Array(samples * size);
  const load = createArray(samples * components * size, x.precision);
  const { data } = x;
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < size; i++) indices[s * size + i] = data[s * stride + i];
    for (let c = 0; c < components; c++) {
      const first = (s * components + c) * size;
      load.fill(data[s * stride + size + c], first, first + size);
    }
  }
  return {
    phases: { indices, samples, states, grid, size },
    load: new Variable(load, [samples, components, ...grid]),
  };
}

/**
 * Phase indices on a grid that the network can work on.
 * @throws ShapeError, ValueError
 */
export function phasesOf(network: NonlinearNetwork, m: ArrayInput, where: string): Dense {
  const phases = toMicrostructure(m, phaseBasis(network.states), where);
  const grid = phases.shape.slice(1);
  if (grid.length !== network.axes) {
    throw new ShapeError(
      `${where}: microstructures should have ${network.axes} space axes, as the network has; got ` +
        `${formatShape(phases.shape)}. Build a network of that many axes.`,
    );
  }
  if (network.kind === "fourier" && !sameShape(grid, network.grid)) {
    throw new ShapeError(
      `${where}: a Fourier network works on its own grid ${formatShape(network.grid)}; got cells on ` +
        `${formatShape(grid)}. Train one for that grid, or use a recurrent network, which works on all.`,
    );
  }
  const odd = grid.find((n) => n % network.shift !== 0);
  if (odd !== undefined) {
    throw new ShapeError(
      `${where}: cells should have a multiple of ${network.shift} voxels along every axis, the stride of the ` +
        `network's body; got ${formatShape(grid)}. Use a body without stride.`,
    );
  }
  const reach = reachOf(network);
  if (grid.some((n) => n < reach)) {
    throw new ShapeError(
      `${where}: cells should have at least ${reach} voxels along every axis, so that no filter of the network ` +
        `meets itself; got ${formatShape(grid)}. Use larger cells, or smaller filters and dilations.`,
    );
  }
  return phases;
}

/** Voxels that the largest filter spans. */
function reachOf({ layers }: NonlinearNetwork): number {
  const spans = (layer: unknown): number[] => {
    const {
      window,
      dilation,
      layers: inner,
      body,
    } = layer as {
      readonly window?: readonly number[];
      readonly dilation?: readonly number[];
      readonly layers?: readonly unknown[];
      readonly body?: unknown;
    };
    const own = window?.map((length, axis) => (length - 1) * (dilation?.[axis] ?? 1) + 1) ?? [];
    return [...own, ...(inner ?? []).flatMap(spans), ...(body ? spans(body) : [])];
  };
  return Math.max(1, ...spans(layers));
}

/** An array of the same shape and type. */
export function emptyLike({ data, shape }: Dense): Dense {
  const make = data.constructor as new (length: number) => NumericData;
  return { data: new make(data.length), shape };
}

/** ‖E‖ in Mandel components. */
export function loadNorm(E: readonly number[], axes: number): number {
  return Math.sqrt(E.reduce((sum, e, c) => sum + (c < axes ? 1 : 0.5) * e * e, 0));
}

function meansOf({ data }: Dense, s: number, components: number, size: number): number[] {
  return Array.from({ length: components }, (_, c) => {
    const first = (s * components + c) * size;
    let sum = 0;
    for (let i = first; i < first + size; i++) sum += data[i];
    return sum / size;
  });
}
