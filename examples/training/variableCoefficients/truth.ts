/** What linear PDE-Nets have learnt of the equations of the movies, beside what is true. */
import { pdenet } from "kernelfield";
import type { NdArray } from "kernelfield";
import { convectionX, convectionY, reaction } from "./movies.js";

type Truth = Readonly<Record<string, (x: number, y: number) => number>>;

const CONVECTION: Truth = {
  "1,0": convectionX,
  "0,1": convectionY,
  "2,0": () => 0.3,
  "0,2": () => 0.2,
};
const SOURCE: Truth = { "2,0": () => 0.3, "0,2": () => 0.3 };

/** Points along an axis where coefficients are compared. */
const POINTS = 100;

/** Relative errors in L² of coefficients, all that filters add included, and their means; those of others are zero. */
export function coefficientErrors(
  model: pdenet.PdeModel<pdenet.Linear>,
  kind: string,
): Record<string, { readonly mean: number; readonly error: number }> {
  const h = (2 * Math.PI) / POINTS;
  const grid = [POINTS, POINTS];
  const { orders, fields } = pdenet.totalCoefficients(model, { grid, spacing: h });
  const truth = kind === "source" ? SOURCE : CONVECTION;
  const rows = Object.entries(truth).map(([order, c]) => {
    const row = orders.findIndex((own) => own.join() === order);
    let [sum, distance, size] = [0, 0, 0];
    for (let x = 0; x < POINTS; x++) {
      for (let y = 0; y < POINTS; y++) {
        const [found, expected] = [fields.get(row, x, y), c(x * h, y * h)];
        sum += found;
        distance += (found - expected) ** 2;
        size += expected ** 2;
      }
    }
    return [order, { mean: sum / POINTS ** 2, error: Math.sqrt(distance / size) }] as const;
  });
  return Object.fromEntries(rows);
}

/** f in a cell of a source: at its middle, its rms error over the cell, and how many values of the movies lie there. */
export interface SourceCell {
  readonly from: number;
  readonly to: number;
  readonly visits: number;
  readonly f: number;
  readonly true: number;
  readonly error: number;
}

/** The cells of f, from the lowest values of u on. */
export function sourceCells(model: pdenet.PdeModel<pdenet.Linear>, seen: NdArray): SourceCell[] {
  const { source } = model.network;
  if (source === null) return [];
  const { visits } = pdenet.sourceValues(model, seen);
  const width = (source.to - source.from) / source.cells;
  return Array.from(visits, (count, cell) => {
    const from = source.from + cell * width;
    const u = Array.from({ length: 33 }, (_, i) => from + ((i + 0.5) / 33) * width);
    const { f } = pdenet.sourceValues(model, u);
    const squares = u.map((value, i) => (f.data[i] - reaction(value)) ** 2);
    const error = Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / 33);
    return { from, to: from + width, visits: count, f: f.data[16], true: reaction(u[16]), error };
  });
}
/** f where |u| lies between two values: the share of all values there, and its rms error over them. */
export interface SourceBand {
  readonly from: number;
  readonly to: number;
  readonly share: number;
  readonly error: number;
}

/** f in bands of |u| of two cells each, from zero outwards. */
export function sourceBands(cells: readonly SourceCell[]): SourceBand[] {
  const all = cells.reduce((sum, { visits }) => sum + visits, 0);
  const middle = cells.length / 2;
  return Array.from({ length: middle / 2 }, (_, band) => {
    const own = cells.filter((_cell, i) => Math.floor(Math.abs(i + 0.5 - middle) / 2) === band);
    const visits = own.reduce((sum, cell) => sum + cell.visits, 0);
    const error = Math.sqrt(own.reduce((sum, cell) => sum + cell.error ** 2, 0) / own.length);
    const { from, to } = cells[middle + 2 * band];
    return { from, to: 2 * to - from, share: visits / all, error };
  });
}
