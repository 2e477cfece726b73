/** Movies that several tests learn from. */
import { createRng, ndarrayOf, sizeOf, uniforms } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { differentiation } from "../../../src/pdenet/regression/spaceRule.js";
import type { Place } from "../../../src/pdenet/regression/spaceRule.js";
import { physics } from "../../../src/index.js";
import type { PdeFindResult } from "../../../src/pdenet/index.js";
import { textOfProduct } from "../../../src/pdenet/equation/textNotation.js";

/** The coefficients of a component by the text of their terms. */
export function coefficientsOf(
  { equation }: Pick<PdeFindResult, "equation">,
  component = 0,
): Record<string, number> {
  return Object.fromEntries(
    equation.terms[component].map((term) => [textOfProduct(term, equation), term.coefficient]),
  );
}

/**
 * u[s, t, c, …x] by Euler's steps, u(t + Δt) = u(t) + Δt F(u(t)), with the differences of order 4 that a regression uses:
 * against the difference to the next frame the equation is then exact, whatever Δt.
 * @param rate fills ∂u_c/∂t from the derivatives d[c][order]
 */
export function steppedMovie(
  place: Place,
  orders: readonly (readonly number[])[],
  { samples, frames, components, dt }: Record<"samples" | "frames" | "components" | "dt", number>,
  rate: (out: Float64Array[], d: Float64Array[][]) => void,
): NdArray {
  const points = sizeOf(place.grid);
  const derive = differentiation({ by: "difference" }, orders, place, "test");
  const rng = createRng(5);
  const size = components * points;
  const out = new Float64Array(samples * frames * size);
  for (let s = 0; s < samples; s++) {
    out.set(
      uniforms(rng, [size]).data.map((value) => value - 0.3),
      s * frames * size,
    );
    for (let t = 1; t < frames; t++) {
      const at = (s * frames + t - 1) * size;
      const fields = Array.from({ length: components }, (_, c) =>
        out.subarray(at + c * points, at + (c + 1) * points),
      );
      const rates = fields.map(() => new Float64Array(points));
      rate(
        rates,
        fields.map((u) => derive(u)),
      );
      rates.forEach((r, c) =>
        r.forEach((value, x) => (out[at + size + c * points + x] = fields[c][x] + dt * value)),
      );
    }
  }
  return ndarrayOf(out, [samples, frames, components, ...place.grid]);
}

export const KDV = { lengths: 30, points: 128, interval: 0.1 };

/** Two solitons of u_t = −6 u u_x − u_xxx, the faster one behind: u[1, 41, 1, 128]. */
export async function solitons(): Promise<NdArray> {
  const { lengths, points, interval } = KDV;
  const kdv = physics.semilinear({
    ...{ shape: [points], lengths, timeStep: 0.02 },
    linear: ([k]) => ({ re: 0, im: k ** 3 }),
    fields: { u: [0], ux: [1] },
    nonlinear([n], { u, ux }) {
      for (let x = 0; x < u.length; x++) n[x] = -6 * u[x] * ux[x];
    },
  });
  const start = physics.fieldOf(
    [points],
    ([x]) => Math.cosh((x - 10) / Math.SQRT2) ** -2 + 0.5 * Math.cosh((x - 20) / 2) ** -2,
    { lengths },
  );
  return (await kdv.solve(start, { interval, steps: 40 })).u;
}
