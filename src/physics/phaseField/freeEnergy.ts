/**
 * The free energy of Ginzburg and Landau on a periodic cell,
 *
 *   F[φ] = ∫ ¼ (φ² − 1)² + ½ γ |∇φ|² dV,
 *
 * whose gradient flows are the equations of Cahn–Hilliard and Allen–Cahn. The integral is the sum over cells times
 * their volume, and the gradient is spectral: Σ_x |∇φ|² = (1/N) Σ_k k² |φ̂|².
 *
 * Cahn and Hilliard, Journal of Chemical Physics 28 (1958) 258.
 */
import { backend, withArrays } from "../../compute/index.js";
import { checkFinite, checkNumber, checkRank, ndarrayOf, toFloat64 } from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { createLattice, sumOfSquaredGradient } from "./lattice.js";
import type { Lattice } from "./lattice.js";

/** Options of `freeEnergy`. */
export interface FreeEnergyOptions {
  /** γ, the weight of gradients, a length squared; ε² for Allen–Cahn. Default 1. */
  readonly gamma?: number;
  /** Δx, one length or one per axis. Default 0.25. */
  readonly spacing?: number | readonly number[];
}

/**
 * The free energy of every sample: F = ΔV Σ_x [¼ (φ² − 1)² + ½ γ |∇φ|²], with ΔV the volume of a cell.
 *
 * A flat interface tanh(x/√(2γ)) between the phases ±1 has the energy (2/3)√(2γ) per area.
 * @param phi φ[s, …x]
 * @returns F[s], in the unit of the energy density times a volume (an area in 2-D, a length in 1-D)
 * @throws ShapeError for other than one to three space axes after the samples, or another number of spacings
 * @throws ValueError for entries that are not finite, γ < 0, or a spacing that is not positive
 */
export function freeEnergy(phi: ArrayInput, options: FreeEnergyOptions = {}): NdArray {
  const where = "physics.freeEnergy";
  const { gamma = 1, spacing = 0.25 } = options;
  const field = toFloat64(phi, `${where}: phi`);
  checkRank(field, [2, 3, 4], "[sample, …x]", `${where}: phi`);
  const [samples, ...shape] = field.shape;
  const lattice = createLattice(shape, spacing, where);
  checkFinite(field, `${where}: phi`);
  checkNumber(gamma, 0, Infinity, `${where}: gamma`);
  const { size, squares } = lattice;
  const transform = backend().gridTransform(shape);
  const energies = Float64Array.from({ length: samples }, (_, s) =>
    withArrays([size, squares.length, squares.length], (own, re, im) => {
      own.set(field.data.subarray(s * size, (s + 1) * size));
      transform.forwardReal(own, 1, re, im);
      return energyOf(lattice, gamma, own, re, im, 0);
    }),
  );
  return ndarrayOf(energies, [samples]);
}

/** F of sample s of several, from φ in space and its half spectrum. */
export function energyOf(
  lattice: Lattice,
  gamma: number,
  phi: Float64Array,
  re: Float64Array,
  im: Float64Array,
  s: number,
): number {
  const { size, cellVolume, squares } = lattice;
  const depths = phi.slice(s * size, (s + 1) * size);
  for (let x = 0; x < size; x++) depths[x] = depths[x] * depths[x] - 1;
  const wells = backend().dot(depths, depths) / 4;
  const gradients = sumOfSquaredGradient(lattice, re, im, s * squares.length) / size;
  return cellVolume * (wells + (gamma / 2) * gradients);
}
