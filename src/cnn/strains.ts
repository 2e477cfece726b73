/**
 * How non-linear networks compute strains. A cell under the mean strain E has the strain ε = E + ε′, and ⟨ε′⟩ = 0
 * holds by construction: fluctuations lose their mean, or come through a Green operator.
 *
 *   feedForward, fourier   ε = E + g(m_h E) − ⟨g⟩
 *   recurrent              εᵢ = E + g(m_h εᵢ₋₁) − ⟨g⟩,  ε₀ = E
 *   … with Green operator  εᵢ = εᵢ₋₁ + Γ g(m_h εᵢ₋₁, m_h Γ τ(m_h εᵢ₋₁))
 *
 * g are the learnt layers, the same in every pass. Kelly and Kalidindi, Computer Methods in Applied Mechanics and
 * Engineering 384 (2021) 113959, have passes on states and strains; products of both are one step of the
 * Lippmann–Schwinger equation in shape.
 */
import { add, concat } from "../autodiff/index.js";
import type { Variable } from "../autodiff/index.js";
import { forward } from "../nn/index.js";
import type { Layer, ParameterTree } from "../nn/index.js";
import { fluctuation } from "./fluctuation.js";
import { greenOperator, mediumOf } from "./greenOperator.js";
import type { NonlinearNetwork } from "./network.js";
import { type Phases, statesTimes } from "./statesTimes.js";

/** The strains ε[s, c, …x] after every pass, the last one being the answer, of cells under mean strains E[s, c, …x]. */
export type Strains = (
  parameters: ParameterTree<Variable>,
  phases: Phases,
  macroStrain: Variable,
) => readonly Variable[];

/** What computes the strains of a network on a grid: built once, then used for every batch. */
export function strainsOn(network: NonlinearNetwork, grid: readonly number[]): Strains {
  if (network.kind === "recurrent") return recurrence(network, grid);
  return (parameters, phases, E) => {
    const g = forward(network.layers, parameters, {}, statesTimes(phases, E)).y;
    return [add(E, fluctuation(g))];
  };
}

function recurrence(
  { layers, passes, green }: Extract<NonlinearNetwork, { kind: "recurrent" }>,
  grid: readonly number[],
): Strains {
  const medium = green && mediumOf(grid, green.poissonRatio);
  const part = (parameters: ParameterTree<Variable>, i: number, x: Variable): Variable => {
    const branch = parameters[`${i}`] as ParameterTree<Variable>;
    return forward(layers.layers[i] as Layer, branch, {}, x).y;
  };
  return (parameters, phases, E) => {
    const strains: Variable[] = [];
    let ε = E;
    for (let pass = 0; pass < passes; pass++) {
      if (medium) {
        const τ = part(parameters, 0, statesTimes(phases, ε));
        const caused = greenOperator(medium, τ);
        const g = part(parameters, 1, statesTimes(phases, concat([ε, caused], 1)));
        ε = add(ε, greenOperator(medium, g));
      } else {
        ε = add(E, fluctuation(forward(layers, parameters, {}, statesTimes(phases, ε)).y));
      }
      strains.push(ε);
    }
    return strains;
  };
}
