/** Samples drawn one after another, each from a stream of its own: sample s depends on the seed and s alone. */
import { checkInteger, createRng, ndarrayOf, sizeOf } from "../core/index.js";
import type { NdArray, Rng, Seed } from "../core/index.js";

/** m[s, …x] of samples m[…x] that `draw` makes of a stream each. */
export function drawSamples(
  shape: readonly number[],
  samples: number,
  rng: Seed,
  where: string,
  draw: (own: Rng) => Uint8Array,
): NdArray<Uint8Array> {
  checkInteger(samples, 1, Infinity, `${where}: samples`);
  const streams = createRng(rng);
  const size = sizeOf(shape);
  const m = new Uint8Array(samples * size);
  for (let s = 0; s < samples; s++) m.set(draw(streams.split()), s * size);
  return ndarrayOf(m, [samples, ...shape]);
}
