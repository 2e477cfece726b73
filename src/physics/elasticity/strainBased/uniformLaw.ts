/**
 * The local law in Mandel's components, σ = C : ε in every voxel:
 *
 *   isotropic     σ = λ tr ε 1 + 2μ ε
 *   anisotropic   σ_I = Σ_J w_I C_IJ w_J ε_J, with the Voigt stiffness C and the weights w of mandel.ts
 */
import { VOIGT } from "../../../compute/index.js";
import { mandelWeights } from "./mandel.js";

/** What coefficients a voxel has: λ and μ, or the upper triangle of its Voigt stiffness. */
export type StiffnessLaw = "isotropic" | "anisotropic";

/** Fills `stress` with C : `strain`, fields [c, …x]. */
export type LocalLaw = (strain: Float64Array, stress: Float64Array) => void;

/** The law of a cell with coefficients [coefficient, …x]. */
export function localLaw(law: StiffnessLaw, coefficients: Float64Array, axes: number): LocalLaw {
  return law === "isotropic" ? isotropic(coefficients, axes) : anisotropic(coefficients, axes);
}

/** The law of a homogeneous isotropic medium on `size` voxels. */
export function uniformLaw([λ, μ]: readonly [number, number], axes: number): LocalLaw {
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

function isotropic(coefficients: Float64Array, axes: number): LocalLaw {
  const size = coefficients.length / 2;
  const normal = axes * size;
  return (strain, stress) => {
    for (let x = 0; x < size; x++) {
      const [λ, twice] = [coefficients[x], 2 * coefficients[size + x]];
      let trace = 0;
      for (let at = x; at < normal; at += size) trace += strain[at];
      for (let at = x; at < normal; at += size) stress[at] = λ * trace + twice * strain[at];
      for (let at = normal + x; at < strain.length; at += size) stress[at] = twice * strain[at];
    }
  };
}

function anisotropic(coefficients: Float64Array, axes: number): LocalLaw {
  const components = VOIGT[axes].length;
  const weights = mandelWeights(axes);
  return (strain, stress) => {
    const size = strain.length / components;
    stress.fill(0);
    for (let i = 0, from = 0; i < components; i++) {
      for (let j = i; j < components; j++, from += size) {
        const weight = weights[i] * weights[j];
        const [toI, toJ] = [i * size, j * size];
        for (let x = 0; x < size; x++) {
          const c = weight * coefficients[from + x];
          stress[toI + x] += c * strain[toJ + x];
          if (i !== j) stress[toJ + x] += c * strain[toI + x];
        }
      }
    }
  };
}
