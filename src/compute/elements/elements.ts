/**
 * Finite elements on a periodic voxel grid: every voxel is one element, and
 *
 *   (K u)_i = Σ_e Σ_q w_q B_qᵀ C_e B_q u_e
 *
 * with the gradients B_q at Gauss point q and the coefficients C_e of the voxel. The definition is
 * this sum; no matrix is built. Beside it are what conjugate gradients need to solve K u = f for many
 * samples at once: a symbol applied frequency by frequency, and products and sums sample by sample.
 */
import { sizeOf } from "../../core/index.js";
import { reductions } from "../elementwise/reductions.js";
import { coefficientCount, coefficientsAt, gathered, scattered } from "./gather.js";
import { gradientsAt } from "./gradients.js";

/** How an element is integrated. */
export type ElementRule =
  /** Gauss points enough to be exact. */
  | "full"
  /** The same with the mean dilatation of the element at every point; for displacements only. */
  | "meanDilatation"
  /** One point in the middle. */
  | "onePoint";

/** Elements of one kind on a grid. */
export interface VoxelElements {
  /** Voxels along one to three axes. */
  readonly grid: readonly number[];
  /** Length of a voxel along every axis. */
  readonly spacing: readonly number[];
  /** Polynomial order along every axis. Nodes of type t ∈ {0 … order − 1}^d are at x + t / order. */
  readonly order: 1 | 2;
  /** 1 for a potential; as many as axes for a displacement. */
  readonly components: number;
  readonly rule: ElementRule;
  /**
   * What coefficients a voxel has. Isotropic: κ of a potential, λ and μ of a displacement. Anisotropic: the
   * upper triangle, row by row, of the conductivity (axes) or of the stiffness (Voigt, engineering shear).
   */
  readonly law: "isotropic" | "anisotropic";
}

/** Elements, and the vectors of an iteration. */
export interface Elements {
  /**
   * Fills out with K u: u, out[s, component, type, …x], coefficients[s, coefficient, …x].
   */
  applyElements(
    elements: VoxelElements,
    coefficients: Float64Array,
    samples: number,
    u: Float64Array,
    out: Float64Array,
  ): void;
  /**
   * Replaces spectra [s, field, k] by the product with Hermitian matrices, Σ_j S_ij[k] û_j[k]. The upper
   * triangle lies row by row, [pair i ≤ j, k]; real matrices have no imaginary parts at all.
   */
  applySymbol(
    symbol: HermitianSymbol,
    samples: number,
    fields: number,
    size: number,
    re: Float64Array,
    im: Float64Array,
  ): void;
  /** Fills out[s] with Σ_i x[s, i] y[s, i], in the order of `dot`. */
  dotEach(x: Float64Array, y: Float64Array, samples: number, out: Float64Array): void;
  /** Fills out[s, i] with a[s] x[s, i] + y[s, i]; out may be x or y. */
  addScaledEach(
    a: Float64Array,
    x: Float64Array,
    y: Float64Array,
    samples: number,
    out: Float64Array,
  ): void;
}

/** A Hermitian matrix for every frequency. */
export interface HermitianSymbol {
  readonly re: Float64Array;
  readonly im?: Float64Array;
}

/** The definition. */
export const elements: Elements = {
  applyElements(plan, coefficients, samples, u, out) {
    const { grid, order, components } = plan;
    const points = gradientsAt(plan);
    const size = sizeOf(grid);
    const unknowns = components * order ** grid.length * size;
    const perSample = coefficientCount(plan) * size;
    out.fill(0, 0, samples * unknowns);
    for (let s = 0; s < samples; s++) {
      for (let voxel = 0; voxel < size; voxel++) {
        const C = coefficientsAt(plan, coefficients, s * perSample, voxel);
        const values = gathered(plan, u, s * unknowns, voxel);
        const forces = new Float64Array(values.length);
        for (const { weight, B } of points) {
          const ε = B.map((row) => row.reduce((sum, b, i) => sum + b * values[i], 0));
          const σ = C.map((row) => row.reduce((sum, c, i) => sum + c * ε[i], 0));
          B.forEach((row, i) => row.forEach((b, j) => (forces[j] += weight * b * σ[i])));
        }
        scattered(plan, forces, out, s * unknowns, voxel);
      }
    }
  },
  applySymbol({ re: sRe, im: sIm }, samples, fields, size, re, im) {
    const [a, b] = [new Float64Array(fields), new Float64Array(fields)];
    for (let s = 0; s < samples; s++) {
      for (let k = 0; k < size; k++) {
        const at = s * fields * size + k;
        for (let i = 0; i < fields; i++) {
          [a[i], b[i]] = [re[at + i * size], im[at + i * size]];
          re[at + i * size] = im[at + i * size] = 0;
        }
        for (let i = 0, pair = 0; i < fields; i++) {
          for (let j = i; j < fields; j++, pair++) {
            const c = sRe[pair * size + k];
            const d = sIm ? sIm[pair * size + k] : 0;
            re[at + i * size] += c * a[j] - d * b[j];
            im[at + i * size] += c * b[j] + d * a[j];
            if (i === j) continue;
            re[at + j * size] += c * a[i] + d * b[i];
            im[at + j * size] += c * b[i] - d * a[i];
          }
        }
      }
    }
  },
  dotEach(x, y, samples, out) {
    const size = x.length / samples;
    for (let s = 0; s < samples; s++) {
      const [first, end] = [s * size, (s + 1) * size];
      out[s] = reductions.dot(x.subarray(first, end), y.subarray(first, end));
    }
  },
  addScaledEach(a, x, y, samples, out) {
    const size = x.length / samples;
    for (let s = 0; s < samples; s++) {
      for (let i = s * size; i < (s + 1) * size; i++) out[i] = a[s] * x[i] + y[i];
    }
  },
};
