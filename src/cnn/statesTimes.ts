/**
 * Products of local states and fields, f[s, h, c, …x] = m_h[s, …x] u[s, c, …x]: what a cell of each phase does
 * to a field, as channels of a network. With u the strain this is the form of the stress, and of one step of
 * the Lippmann–Schwinger equation; its adjoint is u[s, c, …x] = Σ_h m_h[s, …x] f[s, h, c, …x].
 */
import { defineOperation, newValues } from "../autodiff/index.js";
import type { Operation, Variable } from "../autodiff/index.js";
import { precisionOf } from "../core/index.js";

/** Phase indices of samples, h[s · size + x]. */
export interface Phases {
  readonly indices: Uint8Array;
  readonly samples: number;
  readonly states: number;
  /** Cells along every axis. */
  readonly grid: readonly number[];
  /** Cells of a sample. */
  readonly size: number;
}

/** The products of phases' local states with fields u[s, c, …x], as channels h · c: f[s, h c, …x]. */
export function statesTimes(phases: Phases, u: Variable): Variable {
  return spread([u], phases);
}

const spread: Operation<Phases> = defineOperation<Phases>(
  ([{ data: u, shape }], { indices, samples, states, grid, size }) => {
    const [, components] = shape;
    const data = newValues(states * u.length, precisionOf(u));
    data.fill(0);
    for (let s = 0; s < samples; s++) {
      const of = indices.subarray(s * size, (s + 1) * size);
      for (let c = 0; c < components; c++) {
        const from = (s * components + c) * size;
        const to = (s * states * components + c) * size;
        const stride = components * size;
        for (let x = 0; x < size; x++) data[to + of[x] * stride + x] = u[from + x];
      }
    }
    return { data, shape: [samples, states * components, ...grid] };
  },
  (g, { options }) => collect([g], options),
  "statesTimes",
);

const collect: Operation<Phases> = defineOperation<Phases>(
  ([{ data: f, shape }], { indices, samples, states, grid, size }) => {
    const components = shape[1] / states;
    const data = newValues(f.length / states, precisionOf(f));
    for (let s = 0; s < samples; s++) {
      const of = indices.subarray(s * size, (s + 1) * size);
      for (let c = 0; c < components; c++) {
        const to = (s * components + c) * size;
        const from = (s * states * components + c) * size;
        const stride = components * size;
        for (let x = 0; x < size; x++) data[to + x] = f[from + of[x] * stride + x];
      }
    }
    return { data, shape: [samples, components, ...grid] };
  },
  (g, { options }) => spread([g], options),
  "ofTheState",
);
