/** Batches of Hermitian systems with chosen eigenvalues, G = V Λ Vᴴ. */
import type { Backend, HermitianSolutions, HermitianSystems } from "../../../src/compute/index.js";
import { normals } from "../../../src/core/index.js";
import type { Rng } from "../../../src/core/index.js";

/** Systems with one list of eigenvalues per frequency, random eigenvectors and right-hand sides. */
export function systemsWith(
  rng: Rng,
  eigenvalues: readonly (readonly number[])[],
  responses: number,
): HermitianSystems {
  const size = eigenvalues.length;
  const unknowns = eigenvalues[0].length;
  const pairs = (unknowns * (unknowns + 1)) / 2;
  const systems = {
    unknowns,
    responses,
    size,
    gRe: new Float64Array(pairs * size),
    gIm: new Float64Array(pairs * size),
    bRe: new Float64Array(unknowns * responses * size),
    bIm: new Float64Array(unknowns * responses * size),
  };
  eigenvalues.forEach((values, k) => {
    const { re, im } = orthonormalColumns(rng, unknowns);
    let plane = 0;
    for (let i = 0; i < unknowns; i++) {
      for (let j = i; j < unknowns; j++, plane++) {
        values.forEach((value, l) => {
          const [a, b] = [i * unknowns + l, j * unknowns + l];
          systems.gRe[plane * size + k] += value * (re[a] * re[b] + im[a] * im[b]);
          if (i !== j) {
            systems.gIm[plane * size + k] += value * (im[a] * re[b] - re[a] * im[b]);
          }
        });
      }
    }
    // Of the size of G, so that nothing overflows that need not.
    const scale = Math.max(...values);
    for (let c = 0; c < responses; c++) {
      const z = [normals(rng, [unknowns]).data, normals(rng, [unknowns]).data];
      for (let i = 0; i < unknowns; i++) {
        systems.bRe[(i * responses + c) * size + k] = scale * z[0][i];
        systems.bIm[(i * responses + c) * size + k] = scale * z[1][i];
      }
    }
  });
  return systems;
}

/** Room for solutions, filled with what no answer holds. */
export function emptySolutions({
  unknowns,
  responses,
  size,
}: HermitianSystems): HermitianSolutions {
  return {
    xRe: new Float64Array(unknowns * responses * size).fill(NaN),
    xIm: new Float64Array(unknowns * responses * size).fill(NaN),
    rank: new Int32Array(size).fill(-1),
    condition: new Float64Array(size).fill(NaN),
  };
}

/** The solutions of a backend, from arrays of its own. */
export function solveInside(
  backend: Backend,
  systems: HermitianSystems,
  cut: { tolerance: number; floor: number },
): HermitianSolutions {
  const taken: Float64Array[] = [];
  const inside = (array: Float64Array): Float64Array => {
    const copy = backend.allocate(array.length);
    copy.set(array);
    taken.push(copy);
    return copy;
  };
  const [gRe, gIm, bRe, bIm] = [systems.gRe, systems.gIm, systems.bRe, systems.bIm].map(inside);
  const out = emptySolutions(systems);
  const [xRe, xIm, condition] = [out.xRe, out.xIm, out.condition].map(inside);
  const solutions = { xRe, xIm, condition, rank: out.rank };
  backend.solveHermitian({ ...systems, gRe, gIm, bRe, bIm }, cut, solutions);
  const result = {
    xRe: xRe.slice(),
    xIm: xIm.slice(),
    condition: condition.slice(),
    rank: out.rank,
  };
  taken.forEach(backend.release);
  return result;
}

/** Gram–Schmidt, twice, on random columns; row-major. */
function orthonormalColumns(rng: Rng, n: number): { re: Float64Array; im: Float64Array } {
  const re = normals(rng, [n, n]).data;
  const im = normals(rng, [n, n]).data;
  for (let j = 0; j < n; j++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let l = 0; l < j; l++) {
        let [dotRe, dotIm] = [0, 0];
        for (let i = 0; i < n; i++) {
          const [a, b] = [i * n + l, i * n + j];
          dotRe += re[a] * re[b] + im[a] * im[b];
          dotIm += re[a] * im[b] - im[a] * re[b];
        }
        for (let i = 0; i < n; i++) {
          const [a, b] = [i * n + l, i * n + j];
          const [u, v] = [re[a], im[a]];
          re[b] -= u * dotRe - v * dotIm;
          im[b] -= u * dotIm + v * dotRe;
        }
      }
    }
    let square = 0;
    for (let i = 0; i < n; i++) square += re[i * n + j] ** 2 + im[i * n + j] ** 2;
    for (let i = 0; i < n; i++) {
      re[i * n + j] /= Math.sqrt(square);
      im[i * n + j] /= Math.sqrt(square);
    }
  }
  return { re, im };
}
