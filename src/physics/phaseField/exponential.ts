/**
 * The exponential Runge–Kutta step of second order: the linear part of φ_t = −G (L φ − N(φ)), L = κ − γ∇² and
 * N = (1 + κ) φ − φ³, is integrated exactly. With x = Δt Ĝ (κ + γk²), ϕ₁ = φ_1(−x) = (1 − e⁻ˣ)/x and
 * ϕ₂ = φ_2(−x) = (e⁻ˣ − 1 + x)/x²,
 *
 *   p̂  = e⁻ˣ φ̂ + Δt Ĝ ϕ₁ F(N(φ)),        φ̂₊ = p̂ + Δt Ĝ ϕ₂ F(N(p) − N(φ)),   κ = 4.
 *
 * Let a = p − φ, b = φ₊ − p, q = 1 − ϕ₁. As long as F″ = 3φ² − 1 ≤ κ between φ, p and φ₊, that is |φ| ≤ √(5/3),
 *
 *   F[φ₊] − F[φ] ≤ −⟨a, L (1/(eˣ − 1) + ½) a⟩ − ⟨a, L/(eˣ − 1) b⟩ − ⟨b, L (1/q − ½) b⟩ ≤ 0   for any Δt:
 *
 * the form is positive definite for every x ≥ 0.
 *
 * Cox and Matthews, Journal of Computational Physics 176 (2002) 430 (the scheme); Fu and Yang, Journal of Computational
 * Physics 454 (2022) 110943 (that the energy falls).
 */
import { phiFunctions } from "../phiFunctions.js";
import type { GradientFlow } from "./gradientFlow.js";
import { fillStage, PARTS, transformBack, transformCubes } from "./scheme.js";
import type { Scheme } from "./scheme.js";

/** κ. */
const STABILISER = 4;

/** The exponential scheme for a flow. */
export function createExponential({ lattice, gamma, mobilities, timeStep }: GradientFlow): Scheme {
  const size = mobilities.length;
  const [keep, add, addSecond] = [0, 1, 2].map(() => new Float64Array(size));
  const phi = new Float64Array(8);
  mobilities.forEach((G, k) => {
    phiFunctions(-timeStep * G * (STABILISER + gamma * lattice.squares[k]), 0, phi);
    const [decay, , one, , two] = phi;
    add[k] = -timeStep * G * one;
    keep[k] = decay - (1 + STABILISER) * add[k];
    addSecond[k] = -timeStep * G * two;
  });
  const keepSecond = addSecond.map((B) => -(1 + STABILISER) * B);
  return {
    factors: [keep, add, keepSecond, addSecond],
    spectra: 3,
    step(group) {
      const { spectrum, compute } = group;
      const [keep, add, keepSecond, addSecond] = group.factors;
      const [cubes, predicted, work] = group.work;
      transformCubes(group, cubes);
      fillStage(group, keep, add, cubes, predicted, predicted);
      transformBack(group, predicted, work);
      transformCubes(group, work);
      for (const part of PARTS) {
        const [φ, p, c, d] = [spectrum, predicted, cubes, work].map((of) => of[part]);
        // φ̂₊ = p̂ + Δt Ĝ ϕ₂ [ (1 + κ)(p̂ − φ̂) − (F(p³) − F(φ³)) ]
        compute.addScaled(-1, φ, p, φ);
        compute.multiplyAdd(keepSecond, φ, p, φ);
        compute.addScaled(-1, c, d, d);
        compute.multiplyAdd(addSecond, d, φ, φ);
      }
      transformBack(group, spectrum, work);
    },
  };
}
