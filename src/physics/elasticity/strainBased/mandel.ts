/**
 * Mandel's components of a symmetric tensor: Voigt's order, xx, yy, xy or xx, yy, zz, yz, xz, xy, with
 * the factor √2 on shears. Then a : b = Σ_I a_I b_I, and a tensor of order four is a matrix that acts on
 * them. An engineering shear γ = 2ε becomes √2 ε = γ/√2.
 *
 * J. Mandel, Int. J. Solids Struct. 1 (1965) 273.
 */
import { VOIGT } from "../../../compute/index.js";

/** The factors of the components: 1 of normal ones, √2 of shears. */
export function mandelWeights(axes: number): Float64Array {
  return Float64Array.from(VOIGT[axes], ([i, j]) => (i === j ? 1 : Math.SQRT2));
}

/** Multiplies the shears of a field [c, …x], which come after the normal components, in place. */
export function scaleShears(field: Float64Array, axes: number, factor: number): void {
  const first = (axes * field.length) / VOIGT[axes].length;
  for (let i = first; i < field.length; i++) field[i] *= factor;
}
