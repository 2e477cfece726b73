/**
 * Orientations of crystals by Bunge's angles φ1, Φ, φ2 in radians: turn the axes of the sample by φ1 about z, by Φ
 * about the new x and by φ2 about the new z, and they are those of the crystal,
 *
 *   g = Z(φ2) X(Φ) Z(φ1),   v_crystal = g v_sample,   v_sample = gᵀ v_crystal.
 *
 * The invariant measure of rotations is sin Φ dφ1 dΦ dφ2 / 8π².
 *
 * Bunge, Texture Analysis in Materials Science (Butterworths, London 1982).
 */
import { checkInteger, checkNumber, createRng, ndarrayOf } from "../core/index.js";
import type { NdArray, Seed } from "../core/index.js";

/**
 * Orientations drawn uniformly over all rotations: φ1, φ2 uniform in [0, 2π) and cos Φ uniform in (−1, 1].
 * @param count number of orientations
 * @param rng a seed or a stream
 * @returns φ1, Φ, φ2 in radians, [orientation, 3]
 * @throws ValueError unless count is an integer ≥ 1
 */
export function randomOrientations(count: number, rng: Seed): NdArray {
  checkInteger(count, 1, Infinity, "states.randomOrientations: count");
  const stream = createRng(rng);
  const angles = new Float64Array(3 * count);
  for (let i = 0; i < angles.length; i += 3) {
    angles[i] = 2 * Math.PI * stream.uniform();
    angles[i + 1] = Math.acos(1 - 2 * stream.uniform());
    angles[i + 2] = 2 * Math.PI * stream.uniform();
  }
  return ndarrayOf(angles, [count, 3]);
}

/**
 * Bunge's matrix g: what it makes of components along the axes of the sample are those along the axes of the crystal.
 * Its rows are the crystal's axes in the sample.
 * @param phi1 φ1 in radians, any finite number; so are the others
 * @param Phi Φ
 * @param phi2 φ2
 * @returns the 9 entries of g, row by row
 * @throws ValueError for angles that are not finite
 */
export function bungeMatrix(phi1: number, Phi: number, phi2: number): number[] {
  checkNumber(phi1, -Infinity, Infinity, "states.bungeMatrix: phi1");
  checkNumber(Phi, -Infinity, Infinity, "states.bungeMatrix: Phi");
  checkNumber(phi2, -Infinity, Infinity, "states.bungeMatrix: phi2");
  const [c1, s1] = [Math.cos(phi1), Math.sin(phi1)];
  const [c, s] = [Math.cos(Phi), Math.sin(Phi)];
  const [c2, s2] = [Math.cos(phi2), Math.sin(phi2)];
  return [
    ...[c1 * c2 - s1 * s2 * c, s1 * c2 + c1 * s2 * c, s2 * s],
    ...[-c1 * s2 - s1 * c2 * c, -s1 * s2 + c1 * c2 * c, c2 * s],
    ...[s1 * s, -c1 * s, c],
  ];
}
