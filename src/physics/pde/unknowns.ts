/** The fields that named equations read: every component, u0, u1, …, and its slopes, u0_0 = ∂u_0/∂x, …. */
import type { Operator } from "./symbols.js";

/** Fields by name, and the names in order. */
export interface Unknowns {
  readonly fields: Readonly<Record<string, Operator>>;
  readonly names: readonly string[];
}

/** The components themselves. */
export function unknowns(components: number): Unknowns {
  return named(
    Array.from({ length: components }, (_, component) => [`u${component}`, { component }]),
  );
}

/** The slopes of a component along every axis. */
export function slopes(component: number, axes: number): Unknowns {
  return named(
    Array.from({ length: axes }, (_, axis) => {
      const derivative = Array.from({ length: axes }, (_, other) => (other === axis ? 1 : 0));
      return [`u${component}_${axis}`, { component, derivative }];
    }),
  );
}

/** Subtracts v ∘ s from out: convection. */
export function subtractProduct(out: Float64Array, v: Float64Array, s: Float64Array): void {
  for (let x = 0; x < out.length; x++) out[x] -= v[x] * s[x];
}

function named(entries: [string, Operator][]): Unknowns {
  return { fields: Object.fromEntries(entries), names: entries.map(([name]) => name) };
}
