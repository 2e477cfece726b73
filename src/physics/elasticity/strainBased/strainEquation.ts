/**
 * The equation of a periodic cell under the mean strain E, with stress-free strains ε*,
 *
 *   Γ⁰ * (C : e) = 0,   e = ε − ε*,   ⟨ε⟩ = E,
 *
 * whatever the reference medium: Γ⁰ * σ vanishes exactly for stresses in equilibrium (J. Zeman, J. Vondřejc,
 * J. Novák and I. Marek, J. Comput. Phys. 229 (2010) 8065). Γ⁰ * (C⁰ : e) projects on the compatible strains
 * without mean, orthogonally in the inner product Σ_x a : C⁰ : b; residuals are measured by its norm.
 */
import { backend, VOIGT } from "../../../compute/index.js";
import { fillStress } from "../stress.js";
import { fillGreenOperator } from "./greenOperator.js";
import { mandelWeights, scaleShears } from "./mandel.js";
import type { StrainCell } from "./solveStrains.js";
import { uniformLaw } from "./uniformLaw.js";

/** The equation and its fields, Mandel's components [c, …x], in arrays of the backend. */
export interface StrainEquation {
  /** The elastic strain e, which iterations improve; E − ε* at first. */
  readonly elastic: Float64Array;
  /** r = −Γ⁰ * (C : e), once it is filled. */
  readonly residual: Float64Array;
  /** Two more fields, for whoever iterates; sums go through `image`. */
  readonly direction: Float64Array;
  readonly image: Float64Array;
  /** Fills `stress` with C : `strain`. */
  readonly applyStiffness: (strain: Float64Array, stress: Float64Array) => void;
  /** Replaces τ by Γ⁰ * τ. */
  readonly applyGreen: (τ: Float64Array) => void;
  /** Fills the residual. */
  readonly fillResidual: () => void;
  /** Σ_x a : C⁰ : a. */
  readonly squared: (a: Float64Array) => number;
  /** Σ_x e : C : e. */
  readonly energy: () => number;
  /** Adds the compatible part, without mean, of a strain [c, …x] in Voigt's components. */
  readonly addCompatible: (strain: Float64Array) => void;
  /** ε = e + ε* in Voigt's components. */
  readonly strain: () => Float64Array;
  readonly release: () => void;
}

/** Opens the equation of a cell, whose arrays are given back by `release`. */
export function openEquation(cell: StrainCell): StrainEquation {
  const { grid, law, coefficients, reference, meanStrain, eigenstrain } = cell;
  const compute = backend();
  const axes = grid.length;
  const components = VOIGT[axes].length;
  const transform = compute.gridTransform(grid);
  const { size, halfSize } = transform;
  const allocated: Float64Array[] = [];
  const take = (fields: number, cells: number): Float64Array => {
    const array = compute.allocate(fields * cells);
    allocated.push(array);
    return array;
  };
  const symbol = take((components * (components + 1)) / 2, halfSize);
  const [re, im] = [take(components, halfSize), take(components, halfSize)];
  const [elastic, residual] = [take(components, size), take(components, size)];
  const [direction, image] = [take(components, size), take(components, size)];
  const weights = mandelWeights(axes);
  const applyStiffness = (strain: Float64Array, stress: Float64Array): void =>
    fillStress(law, coefficients, weights, strain, stress);
  const applyReference = uniformLaw(reference, axes);
  fillGreenOperator(symbol, cell);
  elastic.forEach((_, i) => {
    elastic[i] = meanStrain[Math.floor(i / size)] - (eigenstrain ? eigenstrain[i] : 0);
  });
  scaleShears(elastic, axes, Math.SQRT1_2);

  function applyGreen(τ: Float64Array): void {
    transform.forwardReal(τ, components, re, im);
    compute.applySymbol({ re: symbol }, 1, components, halfSize, re, im);
    transform.inverseReal(re, im, components, τ);
  }

  return {
    elastic,
    residual,
    direction,
    image,
    applyStiffness,
    applyGreen,
    fillResidual() {
      applyStiffness(elastic, residual);
      applyGreen(residual);
      compute.scale(-1, residual, residual);
    },
    squared(a) {
      applyReference(a, image);
      return compute.dot(a, image);
    },
    energy() {
      applyStiffness(elastic, image);
      return compute.dot(elastic, image);
    },
    addCompatible(strain) {
      direction.set(strain);
      scaleShears(direction, axes, Math.SQRT1_2);
      applyReference(direction, image);
      applyGreen(image);
      compute.addScaled(1, image, elastic, elastic);
    },
    strain() {
      const strain = elastic.slice();
      scaleShears(strain, axes, Math.SQRT2);
      if (eigenstrain) for (let i = 0; i < strain.length; i++) strain[i] += eigenstrain[i];
      return strain;
    },
    release() {
      allocated.forEach((array) => compute.release(array));
    },
  };
}
