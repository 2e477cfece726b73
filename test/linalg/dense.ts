/** Complex matrices by their definitions: the slow truth the tests compare with. */
import { normals } from "../../src/core/index.js";
import type { Rng } from "../../src/core/index.js";

/** Row-major planes. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function matrix(
  rows: number,
  columns: number,
  re: ArrayLike<number> = new Float64Array(rows * columns),
  im: ArrayLike<number> = new Float64Array(rows * columns),
): Matrix {
  return { rows, columns, re: Float64Array.from(re), im: Float64Array.from(im) };
}

export function randomMatrix(rng: Rng, rows: number, columns: number): Matrix {
  const size = [rows * columns];
  return matrix(rows, columns, normals(rng, size).data, normals(rng, size).data);
}

export function diagonal(values: ArrayLike<number>): Matrix {
  const n = values.length;
  const d = matrix(n, n);
  for (let i = 0; i < n; i++) d.re[i * n + i] = values[i];
  return d;
}

export function identity(n: number): Matrix {
  return diagonal(new Float64Array(n).fill(1));
}

export function adjoint(a: Matrix): Matrix {
  const b = matrix(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      b.re[j * a.rows + i] = a.re[i * a.columns + j];
      b.im[j * a.rows + i] = -a.im[i * a.columns + j];
    }
  }
  return b;
}

export function product(first: Matrix, ...rest: readonly Matrix[]): Matrix {
  return rest.reduce((a, b) => {
    const c = matrix(a.rows, b.columns);
    for (let i = 0; i < a.rows; i++) {
      for (let j = 0; j < b.columns; j++) {
        for (let l = 0; l < a.columns; l++) {
          const [x, y] = [i * a.columns + l, l * b.columns + j];
          c.re[i * b.columns + j] += a.re[x] * b.re[y] - a.im[x] * b.im[y];
          c.im[i * b.columns + j] += a.re[x] * b.im[y] + a.im[x] * b.re[y];
        }
      }
    }
    return c;
  }, first);
}

export function stacked(a: Matrix, b: Matrix): Matrix {
  return matrix(a.rows + b.rows, a.columns, [...a.re, ...b.re], [...a.im, ...b.im]);
}

export function beside(a: Matrix, b: Matrix): Matrix {
  return adjoint(stacked(adjoint(a), adjoint(b)));
}

export function norm(a: Matrix): number {
  return Math.sqrt(a.re.reduce((sum, x, i) => sum + x * x + a.im[i] * a.im[i], 0));
}

export function distance(a: Matrix, b: Matrix): number {
  return norm({ ...a, re: a.re.map((x, i) => x - b.re[i]), im: a.im.map((x, i) => x - b.im[i]) });
}

/** ‖UᴴU − 1‖ */
export function departureFromUnitarity(u: Matrix): number {
  return distance(product(adjoint(u), u), identity(u.columns));
}

/** A random unitary matrix: the Q of a random square one, by Gram and Schmidt done twice. */
export function randomUnitary(rng: Rng, n: number): Matrix {
  const a = randomMatrix(rng, n, n);
  for (let j = 0; j < n; j++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let l = 0; l < j; l++) removeColumn(a, l, j);
      scaleColumn(a, j);
    }
  }
  return a;
}

/** A = U Σ Vᴴ, rows × values.length with rows ≥ values.length, and random U, V. */
export function withSingularValues(rng: Rng, rows: number, values: readonly number[]): Matrix {
  const columns = values.length;
  const sigma = matrix(rows, columns);
  values.forEach((value, j) => (sigma.re[j * columns + j] = value));
  return product(randomUnitary(rng, rows), sigma, adjoint(randomUnitary(rng, columns)));
}

function removeColumn(a: Matrix, l: number, j: number): void {
  const n = a.columns;
  let [re, im] = [0, 0];
  for (let i = 0; i < a.rows * n; i += n) {
    re += a.re[i + l] * a.re[i + j] + a.im[i + l] * a.im[i + j];
    im += a.re[i + l] * a.im[i + j] - a.im[i + l] * a.re[i + j];
  }
  for (let i = 0; i < a.rows * n; i += n) {
    const [x, y] = [a.re[i + l], a.im[i + l]];
    a.re[i + j] -= x * re - y * im;
    a.im[i + j] -= x * im + y * re;
  }
}

function scaleColumn(a: Matrix, j: number): void {
  const n = a.columns;
  let square = 0;
  for (let i = j; i < a.rows * n; i += n) square += a.re[i] * a.re[i] + a.im[i] * a.im[i];
  for (let i = j; i < a.rows * n; i += n) {
    a.re[i] /= Math.sqrt(square);
    a.im[i] /= Math.sqrt(square);
  }
}
