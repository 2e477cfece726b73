/**
 * Cells of three classes, 0 checkerboards, 1 grains, 2 fibres, that neither volume fraction nor place
 * gives away: both phases fill one half, patterns are shifted at random, and a few voxels are wrong.
 */
import { createRng, microstructure, ndarrayOf, type NdArray, type Rng } from "kernelfield";

/** Cells of a side. */
export const SIDE = 32;

/** The names of the classes. */
export const CLASSES = ["checkerboard", "multiphase", "fibres"];

const SQUARES = [2, 4, 8];
const WRONG = 0.03;
const GRID = [SIDE, SIDE];

/** Samples with their class numbers. */
export interface Cells {
  /** m[s, 1, x, y], 0 or 1. */
  readonly x: NdArray<Float32Array>;
  /** [s] */
  readonly y: NdArray<Int32Array>;
}

/** Samples of the three classes in turn. */
export function drawCells(samples: number, seed: number): Cells {
  const rng = createRng(seed);
  const size = SIDE * SIDE;
  const x = new Float32Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const m = DRAW[s % CLASSES.length](rng);
    const [right, up] = [rng.integer(SIDE), rng.integer(SIDE)];
    for (let i = 0; i < size; i++) {
      const from = ((Math.floor(i / SIDE) + right) % SIDE) * SIDE + ((i + up) % SIDE);
      x[s * size + i] = rng.uniform() < WRONG ? 1 - m[from] : m[from];
    }
  }
  const labels = Int32Array.from({ length: samples }, (_, s) => s % CLASSES.length);
  return { x: ndarrayOf(x, [samples, 1, SIDE, SIDE]), y: ndarrayOf(labels, [samples]) };
}

const DRAW: readonly ((rng: Rng) => Uint8Array)[] = [
  (rng) => {
    const side = (): number => SQUARES[rng.integer(SQUARES.length)];
    return microstructure.checkerboard(GRID, [side(), side()]).data;
  },
  (rng) => {
    const size = (): number => 6 + rng.integer(15);
    return microstructure.multiphase(GRID, { grainSize: [size(), size()] }, rng).data;
  },
  (rng) => {
    const radius = 1.8 + 1.2 * rng.uniform();
    const area = Math.PI * radius ** 2;
    const count = Math.floor((0.45 * SIDE ** 2) / area);
    const placed = [
      ...microstructure.placeFibres(GRID, { radius, count, separate: true }, rng),
      ...microstructure.placeFibres(GRID, { radius, count: 12 }, rng),
    ];
    const drawn = (n: number): Uint8Array =>
      microstructure.drawFibres(GRID, placed.slice(0, n)).data;
    return nearestToHalf(Array.from({ length: 13 }, (_, more) => drawn(count + more)));
  },
];

/** Of fibres added one by one, those that fill one half best. */
function nearestToHalf(growing: readonly Uint8Array[]): Uint8Array {
  const excess = growing.map((m) =>
    Math.abs(m.reduce((sum, phase) => sum + phase, 0) / m.length - 0.5),
  );
  return growing[excess.indexOf(Math.min(...excess))];
}
