/**
 * The semi-implicit step: of μ = φ³ − φ − γ∇²φ the part S φ − γ∇²φ is taken at the new time and the rest at the old one,
 *
 *   φ̂₊ = [ (1 + (1 + S) Δt Ĝ) φ̂ − Δt Ĝ F(φ³) ] / [ 1 + Δt Ĝ (S + γk²) ],   S = 2.
 *
 * First order. With F(b) − F(a) ≤ F′(a)(b − a) + ½ (b − a)² max F″ the energy cannot rise, for any Δt, as long as
 * F″ = 3φ² − 1 ≤ 2S between φ and φ₊: |φ| ≤ √(5/3).
 *
 * Eyre, MRS Proceedings 529 (1998) 39 (the splitting); Chen and Shen, Computer Physics Communications 108 (1998) 147
 * (its spectral form).
 */
import type { GradientFlow } from "./gradientFlow.js";
import { fillStage, transformBack, transformCubes } from "./scheme.js";
import type { Scheme } from "./scheme.js";

/** S. That of PyMKS, where −φ is split into 2φ₊ − 3φ. */
const STABILISER = 2;

/** The semi-implicit scheme for a flow. */
export function createSemiImplicit(flow: GradientFlow): Scheme {
  const { lattice, gamma, mobilities, timeStep } = flow;
  const implicit = mobilities.map(
    (G, k) => 1 + timeStep * G * (STABILISER + gamma * lattice.squares[k]),
  );
  const keep = mobilities.map((G, k) => (1 + (1 + STABILISER) * timeStep * G) / implicit[k]);
  const add = mobilities.map((G, k) => (-timeStep * G) / implicit[k]);
  return {
    factors: [keep, add],
    spectra: 1,
    step(group) {
      const [keep, add] = group.factors;
      const [work] = group.work;
      transformCubes(group, work);
      fillStage(group, keep, add, work, work, group.spectrum);
      transformBack(group, group.spectrum, work);
    },
  };
}
