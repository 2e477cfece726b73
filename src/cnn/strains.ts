/**
 * How non-linear networks compute strains. A cell under the mean strain E has the strain ε = E + ε′, and ⟨ε′⟩ = 0
 * holds by construction: fluctuations lose their mean, or come through a Green operator.
 *
 *   feedForward, fourier   ε = E + g(m_h E) − ⟨g⟩
 *   recurrent              εᵢ = E + g(m_h εᵢ₋₁) − ⟨g⟩,  ε₀ = E
 *   … with Green operator  εᵢ = εᵢ₋₁ + Γ g(m_h εᵢ₋₁, m_h Γ τ(m_h εᵢ₋₁))
 *
 * g are the learnt layers, the same in every pass; some of their output is kept for the next one to see. Kelly and Kalidindi, Computational Materials Science (2021),
 * arXiv:2102.00063, have passes on states and strains; products of both are one step of the
 * Lippmann–Schwinger equation in shape.
 */
import { add, concat, slice, Variable } from "../autodiff/index.js";
import { createArray, sizeOf } from "../core/index.js";
import { forward } from "../nn/index.js";
import type { ParameterTree } from "../nn/index.js";
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
  { layers, components, passes, memory, green }: Extract<NonlinearNetwork, { kind: "recurrent" }>,
  grid: readonly number[],
): Strains {
  const medium = green && mediumOf(grid, green.poissonRatio);
  const part = (parameters: ParameterTree<Variable>, i: number, x: Variable): Variable => {
    const branch = parameters[`${i}`] as ParameterTree<Variable>;
    return forward(layers.layers[i], branch, {}, x).y;
  };
  return (parameters, phases, E) => {
    const strains: Variable[] = [];
    let ε = E;
    let kept = zerosLike(E, memory);
    for (let pass = 0; pass < passes; pass++) {
      const seen = medium
        ? concat([ε, greenOperator(medium, part(parameters, 0, statesTimes(phases, ε)))], 1)
        : ε;
      const x = concat([statesTimes(phases, seen), kept], 1);
      const y = medium ? part(parameters, 1, x) : forward(layers, parameters, {}, x).y;
      const g = slice(y, [undefined, [0, components]]);
      ε = medium ? add(ε, greenOperator(medium, g)) : add(E, fluctuation(g));
      kept = slice(y, [undefined, [components]]);
      strains.push(ε);
    }
    return strains;
  };
}

/** No memory yet: zeros [s, channel, …x] on the grid of u. */
function zerosLike(
  { shape: [samples, , ...grid], precision }: Variable,
  channels: number,
): Variable {
  const shape = [samples, channels, ...grid];
  return new Variable(createArray(sizeOf(shape), precision), shape);
}
