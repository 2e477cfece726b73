/**
 * The local law σ = C ε, voxel by voxel, on components in Voigt's order:
 *
 *   isotropic     σ = λ tr ε 1 + 2μ ε
 *   anisotropic   σ_I = Σ_J w_I C_IJ w_J ε_J, with the Voigt stiffness C
 *
 * The weights w say what shears are: 1 for engineering shear strains, √2 for both tensors in Mandel's components.
 */

/** What coefficients a voxel has: λ and μ, or the upper triangle of its Voigt stiffness; one number on a line. */
export type StiffnessLaw = "isotropic" | "anisotropic";

/**
 * Fills stress[c, …x] with C strain.
 * @param coefficients [coefficient, …x]
 * @param weights w, [c]: 1 for normal components
 */
export function fillStress(
  law: StiffnessLaw,
  coefficients: Float64Array,
  weights: ArrayLike<number>,
  strain: Float64Array,
  stress: Float64Array,
): void {
  const size = strain.length / weights.length;
  if (weights.length === 1) {
    for (let x = 0; x < size; x++) stress[x] = coefficients[x] * strain[x];
  } else if (law === "isotropic") fillIsotropic(coefficients, weights, size, strain, stress);
  else fillAnisotropic(coefficients, weights, size, strain, stress);
}

function fillIsotropic(
  coefficients: Float64Array,
  weights: ArrayLike<number>,
  size: number,
  strain: Float64Array,
  stress: Float64Array,
): void {
  const inSpace = weights.length === 6;
  const shears = (inSpace ? 3 : 2) * size; // where they begin
  const shear = weights[weights.length - 1] ** 2;
  for (let x = 0; x < size; x++) {
    let trace = strain[x] + strain[size + x];
    if (inSpace) trace += strain[2 * size + x];
    const [pressure, μ] = [coefficients[x] * trace, coefficients[size + x]];
    for (let at = x; at < shears; at += size) stress[at] = pressure + 2 * μ * strain[at];
    for (let at = shears + x; at < strain.length; at += size) stress[at] = shear * μ * strain[at];
  }
}

function fillAnisotropic(
  coefficients: Float64Array,
  weights: ArrayLike<number>,
  size: number,
  strain: Float64Array,
  stress: Float64Array,
): void {
  stress.fill(0);
  for (let i = 0, from = 0; i < weights.length; i++) {
    for (let j = i; j < weights.length; j++, from += size) {
      const weight = weights[i] * weights[j];
      const [toI, toJ] = [i * size, j * size];
      for (let x = 0; x < size; x++) {
        const entry = weight * coefficients[from + x];
        stress[toI + x] += entry * strain[toJ + x];
        if (i !== j) stress[toJ + x] += entry * strain[toI + x];
      }
    }
  }
}
