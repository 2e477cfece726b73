/**
 * PDE-Net 1.0 at work: with filters q_o that are differences for ∂^o,
 *
 *   u_t = Σ_o c_o(x) (q_o ⋆ u),   or   Σ_{|o| ≥ 1} c_o(x) (q_o ⋆ u) + f(q_0 ⋆ u),
 *
 * and a step adds to u, or to D₀ ⋆ u, which it is averaged to.
 */
import { add, multiply, slice, Variable } from "../../autodiff/index.js";
import { sizeOf } from "../../core/index.js";
import type { Dynamics, Places } from "../dynamics.js";
import { bankOf, channelsOf, filterBank } from "../filters.js";
import type { PdeModel } from "../model.js";
import type { Linear } from "../network.js";
import { unitNodes } from "./coefficientBasis.js";
import { interpolate, interpolationAt } from "./interpolate.js";
import type { Interpolation } from "./interpolate.js";
import { placeStencils } from "./placeStencils.js";
import type { StencilParts } from "./placeStencils.js";
import { sourceOf } from "./source.js";
import { takesStencils } from "./stencilWork.js";
import { weightedSum } from "./weightedSum.js";

/** Numbers of stencils that are kept for steps together: the third cache holds them. */
const STENCILS = 2 ** 20;

/** The rate and the carrier of a linear network; what depends on the places of a batch is built once for each. */
export function linearDynamics(
  model: Pick<PdeModel<Linear>, "network" | "spacing" | "lengths">,
): Dynamics {
  const { network, spacing, lengths } = model;
  const { border, coefficients, source } = network;
  const bank = filterBank(network, spacing);
  const averaging = carrierBank(network, spacing);
  const known = new WeakMap<Places, Interpolation>();
  const unit = unitNodes(coefficients, spacing.length);
  const one = new Variable(unit.data, [1, ...unit.shape]);

  const interpolationOf = (places: Places): Interpolation => {
    const found = known.get(places) ?? interpolationAt(coefficients, places, spacing, lengths);
    known.set(places, found);
    return found;
  };

  return {
    prepare({ moments, fields, ...rest }, places, steps = 0) {
      const kernels = bank.kernels(moments);
      const average = averaging?.kernels(rest.carrier);
      const interpolation = interpolationOf(places);
      const parts = { nodes: fields, one, q: kernels, q0: average ?? identityLike(kernels) };
      const step =
        steps > 0 && takesStencils(network, places.grid, steps)
          ? wholeSteps(parts, interpolation, places.samples, steps)
          : undefined;
      const known = step ? undefined : interpolate(fields, interpolation);
      return {
        rate(u) {
          const seen = channelsOf(u, kernels, border);
          const c = known ?? interpolate(fields, interpolation);
          if (source === null) return weightedSum(c, seen);
          const [value, slopes] = [slice(seen, [undefined, [0, 1]]), slice(seen, [undefined, [1]])];
          return add(weightedSum(c, slopes), sourceOf(value, rest.source, source));
        },
        carry: (u) => (average ? channelsOf(u, average, border) : u),
        step,
      };
    },
    numbers(grid, steps) {
      if (!takesStencils(network, grid, steps)) return null;
      return steps === 1 ? Infinity : STENCILS / sizeOf(bank.size);
    },
    sparse: null,
  };
}

/** Steps u + Δt Σ c_o (q_o ⋆ u), or of D₀ ⋆ u, for few different Δt. */
function wholeSteps(
  parts: StencilParts,
  interpolation: Interpolation,
  samples: number,
  steps: number,
): (u: Variable, dt: number) => Variable {
  const known = new Map<number, (u: Variable) => Variable>();
  return (u, dt) => {
    const own = { ...parts, q: multiply(dt, parts.q) };
    const step = known.get(dt) ?? placeStencils(own, interpolation, samples, steps);
    known.set(dt, step);
    return step(u);
  };
}

/** The filter that changes nothing, [1, 1, …j]. */
function identityLike({ shape: [, , ...window] }: Variable): Variable {
  const filter = new Float64Array(sizeOf(window));
  filter[window.reduce((at, length) => at * length + ((length - 1) >> 1), 0)] = 1;
  return new Variable(filter, [1, 1, ...window]);
}

/** The filter D₀ that carries u over a step; null where u itself is carried. */
export function carrierBank(
  { carrier, size, border }: Linear,
  spacing: readonly number[],
): ReturnType<typeof bankOf> | null {
  if (carrier === null) return null;
  return bankOf({ size, accuracy: carrier, border }, spacing, [spacing.map(() => 0)]);
}

/** The orders o whose coefficients depend on place: all, or with a source those of derivatives. */
export function orderedFields(
  network: Linear,
  orders: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  return network.source === null ? orders : orders.slice(1);
}
