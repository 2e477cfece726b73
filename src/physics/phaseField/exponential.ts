/**
 * The exponential Runge–Kutta step of second order: the linear part of φ_t = −G (L φ − N(φ)), L = κ − γ∇² and
 * N = (1 + κ) φ − φ³, is integrated exactly. With x = Δt Ĝ (κ + γk²), ϕ₁ = (1 − e⁻ˣ)/x, ϕ₂ = (e⁻ˣ − 1 + x)/x²,
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
import { phiFunctions } from "./phiFunctions.js";
import type { GradientFlow } from "./gradientFlow.js";
import { fillStage, transformBack, transformCubes } from "./stage.js";
import type { Scheme, Spectrum } from "./stage.js";

/** κ. */
const STABILISER = 4;

/** The exponential scheme for a flow. */
export function createExponential(flow: GradientFlow): Scheme {
  const { lattice, gamma, mobilities, timeStep } = flow;
  const first = { keep: mobilities.slice(), take: mobilities.slice() };
  const second = mobilities.slice();
  mobilities.forEach((G, k) => {
    const { decay, one, two } = phiFunctions(
      timeStep * G * (STABILISER + gamma * lattice.squares[k]),
    );
    first.take[k] = timeStep * G * one;
    first.keep[k] = decay + (1 + STABILISER) * first.take[k];
    second[k] = timeStep * G * two;
  });
  return {
    spectra: 3,
    step({ count, phi, spectrum }, transform, [cubes, predicted, work]) {
      transformCubes(phi, count, transform, cubes);
      fillStage(first, spectrum, cubes, predicted);
      transformBack(predicted, count, transform, work, phi);
      transformCubes(phi, count, transform, work);
      for (const part of ["re", "im"] as const) {
        correct(second, part, { spectrum, predicted, cubes, newCubes: work });
      }
      transformBack(spectrum, count, transform, work, phi);
    },
  };
}

interface Correction {
  readonly spectrum: Spectrum;
  readonly predicted: Spectrum;
  readonly cubes: Spectrum;
  readonly newCubes: Spectrum;
}

/** φ̂ ← p̂ + Δt Ĝ ϕ₂ [ (1 + κ)(p̂ − φ̂) − (F(p³) − F(φ³)) ], the real or the imaginary parts. */
function correct(second: Float64Array, part: keyof Spectrum, of: Correction): void {
  const { [part]: phi } = of.spectrum;
  const { [part]: p } = of.predicted;
  const { [part]: c } = of.cubes;
  const { [part]: d } = of.newCubes;
  for (let start = 0; start < phi.length; start += second.length) {
    for (let k = 0; k < second.length; k++) {
      const at = start + k;
      phi[at] = p[at] + second[k] * ((1 + STABILISER) * (p[at] - phi[at]) - (d[at] - c[at]));
    }
  }
}
