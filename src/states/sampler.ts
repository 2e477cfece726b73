/**
 * The local states of one sample, state by state, written into planes that the caller owns. Built
 * once for a basis and a grid; then a bare step per sample.
 */
import { sizeOf } from "../core/index.js";
import type { NumericData } from "../core/index.js";
import { waveNumber } from "./basis.js";
import type { Basis, CellBasis, FourierBasis, LegendreBasis, PrimitiveBasis } from "./basis.js";
import type { NeighbourBasis, Term } from "./neighbours.js";

/**
 * Fills consecutive planes of `re` (and `im` for a complex basis), from position `at`, with the
 * chosen states of the sample whose first cell is m[start].
 */
export type StateSampler = (
  m: NumericData,
  start: number,
  re: Float64Array,
  im: Float64Array,
  at: number,
) => void;

/** The sampler of the chosen positions on the state axis of a basis. */
export function createSampler(
  basis: Basis,
  grid: readonly number[],
  positions: readonly number[],
): StateSampler {
  if (basis.kind === "neighbours") return neighbourSampler(basis, grid, positions);
  const size = sizeOf(grid);
  const planes = positions.map((position) => planeOf(basis, basis.states[position]));
  return (m, start, re, im, at) => {
    planes.forEach((fill, i) => {
      fill(m, start, size, re, im, at + i * size);
    });
  };
}

type PlaneFill = (
  m: NumericData,
  start: number,
  size: number,
  re: Float64Array,
  im: Float64Array,
  at: number,
) => void;

function planeOf(basis: CellBasis, state: number): PlaneFill {
  switch (basis.kind) {
    case "phase":
      return (m, start, size, re, _im, at) => {
        for (let x = 0; x < size; x++) re[at + x] = Number(m[start + x] === state);
      };
    case "primitive":
      return hat(basis, state);
    case "legendre":
      return legendre(basis, state);
    case "fourier":
      return exponential(basis, state);
  }
}

function hat({ count, domain: [low, high] }: PrimitiveBasis, state: number): PlaneFill {
  const width = (high - low) / (count - 1);
  const centre = low + (state * (high - low)) / (count - 1);
  return (m, start, size, re, _im, at) => {
    for (let x = 0; x < size; x++) {
      const value = Math.min(Math.max(m[start + x], low), high);
      re[at + x] = Math.max(0, 1 - Math.abs(value - centre) / width);
    }
  };
}

/** (l + ½) P_l by (j + 1) P_{j+1} = (2j + 1) t P_j − j P_{j−1}. */
function legendre({ domain: [low, high] }: LegendreBasis, degree: number): PlaneFill {
  return (m, start, size, re, _im, at) => {
    for (let x = 0; x < size; x++) {
      const t = (2 * m[start + x] - low - high) / (high - low);
      let previous = 0;
      let value = 1;
      for (let j = 0; j < degree; j++) {
        const next = ((2 * j + 1) * t * value - j * previous) / (j + 1);
        previous = value;
        value = next;
      }
      re[at + x] = (degree + 0.5) * value;
    }
  };
}

function exponential({ domain: [low, high] }: FourierBasis, state: number): PlaneFill {
  const wave = (2 * Math.PI * waveNumber(state)) / (high - low);
  return (m, start, size, re, im, at) => {
    for (let x = 0; x < size; x++) {
      const angle = wave * (m[start + x] - low);
      re[at + x] = Math.cos(angle);
      im[at + x] = Math.sin(angle);
    }
  };
}

function neighbourSampler(
  { cell, terms }: NeighbourBasis,
  grid: readonly number[],
  positions: readonly number[],
): StateSampler {
  const size = sizeOf(grid);
  const cellStates = cell.states.slice(1);
  const sampleCell = createSampler(cell, grid, cellStates);
  const planes = new Float64Array(cellStates.length * size);
  const unused = new Float64Array(0);
  const factors = new Map<string, Int32Array>();
  for (const offset of positions.flatMap((position) => terms[position].offsets)) {
    if (!factors.has(offset.join())) factors.set(offset.join(), shiftedCells(grid, offset));
  }
  const multiply = ({ offsets, states }: Term, re: Float64Array, at: number): void => {
    re.fill(1, at, at + size);
    offsets.forEach((offset, i) => {
      const from = factors.get(offset.join()) ?? new Int32Array(0);
      const plane = (states[i] - 1) * size;
      for (let x = 0; x < size; x++) re[at + x] *= planes[plane + from[x]];
    });
  };
  return (m, start, re, _im, at) => {
    sampleCell(m, start, planes, unused, 0);
    positions.forEach((position, i) => {
      multiply(terms[position], re, at + i * size);
    });
  };
}

/** Where the cell x + offset is stored, for every x of a periodic grid. */
function shiftedCells(grid: readonly number[], offset: readonly number[]): Int32Array {
  let cells = Int32Array.of(0);
  grid.forEach((n, axis) => {
    const next = new Int32Array(cells.length * n);
    for (let head = 0; head < cells.length; head++) {
      for (let x = 0; x < n; x++) {
        next[head * n + x] = cells[head] * n + ((((x + offset[axis]) % n) + n) % n);
      }
    }
    cells = next;
  });
  return cells;
}
