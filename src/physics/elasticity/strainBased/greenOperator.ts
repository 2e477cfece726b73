/**
 * Green's operator of a homogeneous, isotropic reference medium: ε = −Γ⁰ * τ is the periodic strain
 * without mean whose stress C⁰ : ε + τ is in equilibrium. At every frequency, with a unit vector n,
 *
 *   Γ̂⁰_ijkl = (δ_ki n_l n_j + δ_li n_k n_j + δ_kj n_l n_i + δ_lj n_k n_i) / 4μ⁰
 *             − (λ⁰ + μ⁰) / (μ⁰ (λ⁰ + 2μ⁰)) n_i n_j n_k n_l,
 *
 * and Γ̂⁰ = 0 at frequency 0. Schemes differ in n, with ξ_a = 2π k_a / n_a and voxels of length h_a:
 *
 *   "moulinec-suquet"   n ∝ ξ_a / h_a, the derivatives of trigonometric polynomials. At the Nyquist
 *                       frequency of an even axis ξ has no sign: Γ̂⁰ = (C⁰)⁻¹, no stress remains there.
 *   "rotated"           n ∝ tan(ξ_a / 2) / h_a. Differences between the corners of a voxel, averaged over its
 *                       edges, have k_a = (e^{iξ_a} − 1)/h_a Π_{b≠a} (1 + e^{iξ_b})/2, and k ⊗ k* / |k|² is n ⊗ n.
 *                       At one Nyquist frequency n points along its axis; at two k vanishes, Γ̂⁰ = 0.
 *
 * H. Moulinec and P. Suquet, Comput. Methods Appl. Mech. Eng. 157 (1998) 69; F. Willot, C. R. Mécanique
 * 343 (2015) 232.
 */
import { VOIGT } from "../../../compute/index.js";
import { unravel } from "../../../core/index.js";
import { mandelWeights } from "./mandel.js";

/** How derivatives are taken. */
export type StrainScheme = "moulinec-suquet" | "rotated";

/** A grid of voxels, and what Green's operator on it belongs to. */
export interface ReferenceMedium {
  readonly grid: readonly number[];
  /** Length of a voxel along every axis. */
  readonly spacing: readonly number[];
  /** λ⁰ and μ⁰, with μ⁰ > 0 and λ⁰ + 2μ⁰/d > 0. */
  readonly reference: readonly [number, number];
  readonly scheme: StrainScheme;
}

/** Grid of the half spectrum. */
export function halfSpectrum(grid: readonly number[]): number[] {
  return grid.map((n, axis) => (axis === grid.length - 1 ? (n >> 1) + 1 : n));
}

/** Fills `symbol` with Γ̂⁰ in Mandel's components: the upper triangle row by row, [pair I ≤ J, k]. */
export function fillGreenOperator(symbol: Float64Array, medium: ReferenceMedium): void {
  const { grid, reference, scheme } = medium;
  const [λ, μ] = reference;
  const axes = grid.length;
  const weights = mandelWeights(axes);
  const { n, nyquist } = directions(medium);
  const size = nyquist.length;
  const along = (λ + μ) / (μ * (λ + 2 * μ));
  const compliance = scheme === "moulinec-suquet" ? isotropicCompliance(axes, λ, μ) : [];
  const pairs = VOIGT[axes].flatMap((I, row) =>
    VOIGT[axes].slice(row).map((J, step) => ({ I, J, weight: weights[row] * weights[row + step] })),
  );
  pairs.forEach(({ I: [i, j], J: [k, l], weight }, pair) => {
    const bending = [
      [k === i, l, j],
      [l === i, k, j],
      [k === j, l, i],
      [l === j, k, i],
    ].flatMap(([delta, a, b]) => (delta ? [[Number(a) * size, Number(b) * size]] : []));
    for (let q = 0; q < size; q++) {
      const at = pair * size + q;
      if (nyquist[q] > 0 && scheme === "moulinec-suquet") {
        symbol[at] = compliance[pair];
        continue;
      }
      let sum = 0;
      for (const [a, b] of bending) sum += n[a + q] * n[b + q];
      const product = n[i * size + q] * n[j * size + q] * n[k * size + q] * n[l * size + q];
      symbol[at] = weight * (sum / (4 * μ) - along * product);
    }
  });
}

/** Unit vectors n[axis, k], 0 where there is none, and on how many axes a frequency is Nyquist's, [k]. */
function directions({ grid, spacing, scheme }: ReferenceMedium): {
  n: Float64Array;
  nyquist: Uint8Array;
} {
  const waves = grid.map((count, axis) =>
    Float64Array.from({ length: count }, (_, k) => {
      const half = (Math.PI * (2 * k > count ? k - count : k)) / count; // ξ/2
      return (scheme === "rotated" ? Math.tan(half) : half) / spacing[axis];
    }),
  );
  const spectrum = halfSpectrum(grid);
  const size = spectrum.reduce((product, count) => product * count, 1);
  const n = new Float64Array(grid.length * size);
  const nyquist = new Uint8Array(size);
  for (let q = 0; q < size; q++) {
    const k = unravel(q, spectrum);
    const own = grid.map((count, axis) => 2 * k[axis] === count);
    nyquist[q] = own.filter(Boolean).length;
    if (nyquist[q] > 1) continue;
    const vector = nyquist[q] === 1 ? own.map(Number) : k.map((entry, axis) => waves[axis][entry]);
    const length = Math.hypot(...vector);
    if (length > 0) vector.forEach((entry, axis) => (n[axis * size + q] = entry / length));
  }
  return { n, nyquist };
}

/** (C⁰)⁻¹ in Mandel's components, the upper triangle row by row. */
function isotropicCompliance(axes: number, λ: number, μ: number): number[] {
  const components = VOIGT[axes].length;
  const coupling = λ / (2 * μ * (axes * λ + 2 * μ));
  return Array.from({ length: components }, (_, i) =>
    Array.from({ length: components - i }, (_, step) => {
      const own = step === 0 ? 1 / (2 * μ) : 0;
      return i + step < axes ? own - coupling : own;
    }),
  ).flat();
}
