/**
 * The reference medium of a cell: half-way between the softest and the stiffest voxel, in λ and in μ,
 *
 *   λ⁰ = (min λ + max λ)/2,   μ⁰ = (min μ + max μ)/2,
 *
 * the choice for which the basic scheme contracts fastest (H. Moulinec and P. Suquet, Comput. Methods
 * Appl. Mech. Eng. 157 (1998) 69). An anisotropic stiffness counts by the isotropic one nearest to it: in d
 * dimensions, with A = Σ C_iijj and B = Σ C_ijij,
 *
 *   μ = (d B − A)/(d (d − 1)(d + 2)),   λ = (A − 2dμ)/d².
 */
import { VOIGT } from "../../../compute/index.js";
import type { StiffnessLaw } from "../stress.js";

/**
 * λ⁰ and μ⁰ for a cell; 0 and 1 for one that is void everywhere, where any reference serves.
 * @param coefficients [λ, μ][…x], or the upper triangle of the Voigt stiffness row by row, [pair, …x]
 * @param size the number of voxels
 */
export function strainReference(
  law: StiffnessLaw,
  coefficients: Float64Array,
  size: number,
): [number, number] {
  const moduli = law === "isotropic" ? coefficients : nearestIsotropic(coefficients, size);
  const λ = middle(moduli.subarray(0, size));
  const μ = middle(moduli.subarray(size));
  return λ === 0 && μ === 0 ? [0, 1] : [λ, μ];
}

function middle(values: Float64Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return (low + high) / 2;
}

/** λ and μ, [2, …x], of the isotropic stiffness with the same A and B. */
function nearestIsotropic(coefficients: Float64Array, size: number): Float64Array {
  const axes = coefficients.length === 6 * size ? 2 : 3;
  const components = VOIGT[axes].length;
  const moduli = new Float64Array(2 * size);
  for (let x = 0; x < size; x++) {
    let [A, B] = [0, 0];
    for (let i = 0, at = x; i < components; i++) {
      for (let j = i; j < components; j++, at += size) {
        if (j < axes) A += (i === j ? 1 : 2) * coefficients[at];
        if (i === j) B += (i < axes ? 1 : 2) * coefficients[at];
      }
    }
    const μ = (axes * B - A) / (axes * (axes - 1) * (axes + 2));
    moduli[x] = (A - 2 * axes * μ) / axes ** 2;
    moduli[size + x] = μ;
  }
  return moduli;
}
