/** Specks, components of very few cells that noise leaves behind, given to the phase around them. */
import { checkInteger, ndarrayOf, ValueError } from "../core/index.js";
import type { ArrayInput, NdArray, NumericData } from "../core/index.js";
import { componentsOf } from "./labelComponents.js";
import type { Components, ComponentOptions } from "./labelComponents.js";
import { forEachNeighbours, stepsToNeighbours } from "./neighbours.js";
import { sampled } from "./picked.js";

/** Options of `removeSpecks`. */
export interface RemoveSpecksOptions extends ComponentOptions {
  /** The number of cells that a component should have to stay, ≥ 1. */
  readonly cells: number;
}

/**
 * The microstructure without components of fewer than `cells` cells: each takes the phase that it shares most faces with, among
 * components that stay; of equals the lowest. Specks that touch specks only wait until one of these has changed.
 * @param m phase indices m[s, …x]
 * @returns m[s, …x] in the number type of m
 * @throws ShapeError for other numbers of axes
 * @throws ValueError for entries that are no phase indices, or if no component of a sample would stay
 */
export function removeSpecks<D extends NumericData>(
  m: NdArray<D>,
  options: RemoveSpecksOptions,
): NdArray<D>;
export function removeSpecks(m: ArrayInput, options: RemoveSpecksOptions): NdArray<NumericData>;
export function removeSpecks(m: ArrayInput, options: RemoveSpecksOptions): NdArray<NumericData> {
  const where = "microstructure.removeSpecks";
  const { cells, periodic = true } = options;
  checkInteger(cells, 1, Infinity, `${where}: cells`);
  const { data, shape } = sampled(m, where);
  const out = ndarrayOf(data.slice(), shape);
  for (;;) {
    const components = componentsOf(out, options, where);
    if (components.sizes.every((size) => size >= cells)) return out;
    checkSomeStay(components, shape[0], cells, where);
    const phases = phasesAround(components, shape, cells, periodic);
    components.labels.data.forEach((label, i) => {
      out.data[i] = phases[label];
    });
  }
}

/** The phase of every component: its own if it stays, that around it if it is a speck and touches one that stays. */
function phasesAround(
  { labels: { data }, phases, sizes }: Components,
  [, ...grid]: readonly number[],
  cells: number,
  periodic: boolean,
): Int32Array {
  const faces = new Map<number, Map<number, number>>(); // [speck][phase]
  const count = (speck: number, stays: number): void => {
    const shared = faces.get(speck) ?? new Map<number, number>();
    shared.set(phases[stays], (shared.get(phases[stays]) ?? 0) + 1);
    faces.set(speck, shared);
  };
  const size = grid.reduce((product, n) => product * n, 1);
  const steps = stepsToNeighbours(grid.length, 1);
  for (let first = 0; first < data.length; first += size) {
    forEachNeighbours(grid, steps, periodic, (cell, neighbour) => {
      const [a, b] = [data[first + cell], data[first + neighbour]];
      if (sizes[a] < cells && sizes[b] >= cells) count(a, b);
      if (sizes[b] < cells && sizes[a] >= cells) count(b, a);
    });
  }
  const changed = phases.slice();
  for (const [speck, shared] of faces) {
    const [[phase]] = [...shared].sort(([p, a], [q, b]) => b - a || p - q);
    changed[speck] = phase;
  }
  return changed;
}

/** Without a component that stays there is no phase to give specks to. */
function checkSomeStay(
  { labels: { data }, sizes }: Components,
  samples: number,
  cells: number,
  where: string,
): void {
  const size = data.length / samples;
  for (let s = 0; s < samples; s++) {
    let largest = 0;
    for (let i = s * size; i < (s + 1) * size; i++) largest = Math.max(largest, sizes[data[i]]);
    if (largest >= cells) continue;
    throw new ValueError(
      `${where}: cells should be at most the size of the largest component, ${largest} in sample ${s}; got ${cells}. ` +
        `Choose fewer.`,
    );
  }
}
