/** The law of a homogeneous isotropic medium in Mandel's components: σ = λ tr ε 1 + 2μ ε. */
import { VOIGT } from "../../../compute/index.js";

/** Fills the second of two fields [c, …x] with C⁰ times the first. */
export function uniformLaw(
  [λ, μ]: readonly [number, number],
  axes: number,
): (strain: Float64Array, stress: Float64Array) => void {
  return (strain, stress) => {
    const size = strain.length / VOIGT[axes].length;
    const normal = axes * size;
    for (let x = 0; x < size; x++) {
      let trace = 0;
      for (let at = x; at < normal; at += size) trace += strain[at];
      for (let at = x; at < normal; at += size) stress[at] = λ * trace + 2 * μ * strain[at];
    }
    for (let at = normal; at < strain.length; at++) stress[at] = 2 * μ * strain[at];
  };
}
