/**
 * The inverse of a homogeneous cell, frequency by frequency: the preconditioner of conjugate gradients.
 * With the symbols of the axes (lineSymbols.ts) the stiffness of a homogeneous cell is
 *
 *   K̂_ij[k] = Σ_ac C_(ai)(cj) Π_b t_b,   t_b = K where a = b = c, D of row a, Dᵀ of column c, else M,
 *
 * a real symmetric matrix of components i, j and node types once every type t is seen from its own place,
 * û_t = e^{iξt/p} v_t. It is inverted where it is not singular; what no stiffness holds is left alone:
 * translations at k = 0, and the hourglass modes of one-point elements on even grids.
 *
 * Ladecký, Leute, Falsafi, Pultarová, Pastewka, Junge, Zeman, Appl. Math. Comput. 446 (2023) 127835.
 */
import type { HermitianSymbol, VoxelElements } from "../../compute/index.js";
import { sizeOf, unravel } from "../../core/index.js";
import { lineSymbols, type LineSymbols } from "./lineSymbols.js";
import { createSymmetricInverse } from "./symmetricInverse.js";

/** Eigenvalues below this share of the largest diagonal entry of all frequencies belong to no stiffness. */
const SINGULAR = 1e-10;

/** A product of gradients and what it counts: C_(ai)(cj) ∂_a u_i ∂_c u_j. */
interface Term {
  readonly a: number;
  readonly c: number;
  readonly factor: number;
  readonly onePoint: boolean;
}

/**
 * The symbol S[k] of the pseudo-inverse of the stiffness of a homogeneous cell.
 * @param reference the matrix that takes strains in Voigt order, or gradients, to stresses or fluxes
 */
export function createPreconditioner(
  elements: VoxelElements,
  reference: readonly (readonly number[])[],
): HermitianSymbol {
  const { grid, order, components } = elements;
  const axes = grid.length;
  const types = order ** axes;
  const fields = components * types;
  const half = [...grid.slice(0, -1), Math.floor(grid[axes - 1] / 2) + 1];
  const size = sizeOf(half);
  const pairs = (fields * (fields + 1)) / 2;
  const symbol = new Float64Array(pairs * size);
  fillStiffness(symbol, size, half, elements, termsOf(elements, reference));
  invert(symbol, fields, size);
  return order === 1 ? { re: symbol } : seenFromOrigin(symbol, size, half, elements);
}

/** C_(ai)(cj) of every pair of components, [i][j ≥ i]. */
function termsOf(elements: VoxelElements, C: readonly (readonly number[])[]): Term[][][] {
  const { grid, components, rule } = elements;
  const axes = grid.length;
  const row = (a: number, i: number): number => (components === 1 ? a : voigt(a, i, axes));
  const everywhere = rule === "meanDilatation" ? deviatoric(C, axes) : C;
  const list = (i: number, j: number): Term[] => {
    const terms: Term[] = [];
    for (let a = 0; a < axes; a++) {
      for (let c = 0; c < axes; c++) {
        const whole = C[row(a, i)][row(c, j)];
        const part = everywhere[row(a, i)][row(c, j)];
        if (part !== 0) terms.push({ a, c, factor: part, onePoint: rule === "onePoint" });
        if (whole !== part) terms.push({ a, c, factor: whole - part, onePoint: true });
      }
    }
    return terms;
  };
  return Array.from({ length: components }, (_, i) =>
    Array.from({ length: components }, (_, j) => (j < i ? [] : list(i, j))),
  );
}

/** P C P, P the projection on strains without dilatation within the plane or space. */
function deviatoric(C: readonly (readonly number[])[], axes: number): number[][] {
  const project = (matrix: readonly (readonly number[])[]): number[][] =>
    matrix.map((row, i) => {
      if (i >= axes) return [...row];
      return row.map((entry, j) => entry - meanOf(matrix.slice(0, axes).map((each) => each[j])));
    });
  const transposed = (matrix: readonly (readonly number[])[]): number[][] =>
    matrix.map((_, i) => matrix.map((row) => row[i]));
  return transposed(project(transposed(project(C))));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The place of the components a, i of a symmetric tensor in Voigt order. */
function voigt(a: number, i: number, axes: number): number {
  if (a === i) return a;
  return axes === 2 ? 2 : 6 - a - i;
}

/** Fills the upper triangle [pair, k] of K̂ with components and types [component, type]. */
function fillStiffness(
  symbol: Float64Array,
  size: number,
  half: readonly number[],
  { grid, spacing, order, components }: VoxelElements,
  terms: readonly (readonly (readonly Term[])[])[],
): void {
  const axes = grid.length;
  const types = order ** axes;
  const fields = components * types;
  const lines = [false, true].map((onePoint) =>
    grid.map((n, b) => lineSymbols(n, spacing[b], order, onePoint)),
  );
  let pair = 0;
  for (let row = 0; row < fields; row++) {
    for (let column = row; column < fields; column++, pair++) {
      const [i, j] = [row, column].map((field) => Math.floor(field / types));
      const [t, s] = [row, column].map((field) => unravel(field % types, digits(order, axes)));
      for (const { a, c, factor, onePoint } of terms[i][j]) {
        const factors = half.map((length, b) => {
          const all = lines[onePoint ? 1 : 0][b];
          const [table, first, second] = factorOf(all, a === b, c === b, t[b], s[b]);
          return Float64Array.from(
            { length },
            (_, k) => table[(k * order + first) * order + second],
          );
        });
        addProduct(symbol, pair * size, factor, factors);
      }
    }
  }
}

/** The symbol of an axis in one product, and its types. */
function factorOf(
  { mass, stiffness, mixed }: LineSymbols,
  row: boolean,
  column: boolean,
  t: number,
  s: number,
): [Float64Array, number, number] {
  if (row && column) return [stiffness, t, s];
  if (row) return [mixed, t, s];
  // (i D)(i D') with D'[t, s] = −D[s, t]: their product is D[t, s] D[s, t].
  return column ? [mixed, s, t] : [mass, t, s];
}

function digits(order: number, axes: number): number[] {
  return new Array<number>(axes).fill(order);
}

/** Adds factor · Π_b f_b[k_b]. */
function addProduct(
  symbol: Float64Array,
  start: number,
  factor: number,
  factors: readonly Float64Array[],
): void {
  const last = factors[factors.length - 1];
  const rows = factors.slice(0, -1).reduce(outerProduct, Float64Array.of(factor));
  for (let row = 0, at = start; row < rows.length; row++, at += last.length) {
    for (let k = 0; k < last.length; k++) symbol[at + k] += rows[row] * last[k];
  }
}

function outerProduct(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length * b.length);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) out[i * b.length + j] = a[i] * b[j];
  }
  return out;
}

/** Replaces the symmetric matrix of every frequency by its pseudo-inverse. */
function invert(symbol: Float64Array, fields: number, size: number): void {
  let largest = 0;
  for (let i = 0, pair = 0; i < fields; pair += fields - i, i++) {
    for (let k = pair * size; k < (pair + 1) * size; k++) largest = Math.max(largest, symbol[k]);
  }
  const inverse = createSymmetricInverse(fields, SINGULAR * largest);
  for (let k = 0; k < size; k++) {
    for (let pair = 0; pair < inverse.upper.length; pair++) {
      inverse.upper[pair] = symbol[pair * size + k];
    }
    inverse.invert();
    for (let pair = 0; pair < inverse.upper.length; pair++) {
      symbol[pair * size + k] = inverse.upper[pair];
    }
  }
}

/** S_ts = e^{iξ(t−s)/p} R_ts: from every type's own place back to the corner of the voxel. */
function seenFromOrigin(
  symbol: Float64Array,
  size: number,
  half: readonly number[],
  { grid, order, components }: VoxelElements,
): HermitianSymbol {
  const types = order ** grid.length;
  const fields = components * types;
  const im = new Float64Array(symbol.length);
  const waves = new Map<string, HermitianSymbol>();
  for (let row = 0, pair = 0; row < fields; row++) {
    const t = unravel(row % types, digits(order, grid.length));
    for (let column = row; column < fields; column++, pair++) {
      const s = unravel(column % types, digits(order, grid.length));
      const slopes = grid.map((n, b) => (2 * Math.PI * (t[b] - s[b])) / (n * order));
      const key = slopes.join();
      const { re: cos, im: sin = cos } = waves.get(key) ?? planeWave(half, slopes);
      waves.set(key, { re: cos, im: sin });
      for (let k = 0, at = pair * size; k < size; k++, at++) {
        im[at] = sin[k] * symbol[at];
        symbol[at] *= cos[k];
      }
    }
  }
  return { re: symbol, im };
}

/** cos and sin of Σ_b slope_b k_b. */
function planeWave(half: readonly number[], slopes: readonly number[]): HermitianSymbol {
  const phases = half.reduce((before, length, b) => {
    const sums = new Float64Array(before.length * length);
    for (let i = 0; i < before.length; i++) {
      for (let k = 0; k < length; k++) sums[i * length + k] = before[i] + slopes[b] * k;
    }
    return sums;
  }, new Float64Array(1));
  return { re: phases.map(Math.cos), im: phases.map(Math.sin) };
}
