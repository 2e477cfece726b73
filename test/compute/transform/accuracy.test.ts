/** Accuracy of transforms, by rounding theory: errors grow as √log₂N (Schatzman 1996). */
import { describe, expect, test } from "vitest";
import type { Backend, GridTransform } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createWasmBackend } from "../../../src/compute/wasm/backend.js";
import { hasRelaxedVectors } from "../../../src/compute/wasm/support.js";
import { createRng, sizeOf } from "../../../src/core/index.js";
import { dftn } from "./dft.js";
import { allowedError, randomLine } from "./lineError.js";

const wasm = createWasmBackend();
const BACKENDS: readonly Backend[] = [
  portable,
  wasm,
  ...(hasRelaxedVectors()
    ? [{ ...createWasmBackend({ relaxed: true }), name: "relaxed wasm" }]
    : []),
];

/** Lengths up to 4096: powers of two, small factors, large primes, and products of the latter. */
const LENGTHS = [
  ...[2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
  ...[3, 21, 31, 51, 101, 202, 243, 500, 625, 1000, 1009, 1155, 2187, 2310, 3001, 4087, 4093, 4095],
];

describe.each(BACKENDS)("the $name backend", (backend) => {
  test("errs by few roundings up to 4096 entries, in L2", () => {
    for (const n of LENGTHS) {
      const line = randomLine(n, n);
      const truth = truthOf(n);
      const [re, im] = [line.re.slice(), line.im.slice()];
      backend.gridTransform([n]).forward(re, im, 1);
      const error = Math.sqrt(
        (squares(re, truth.re) + squares(im, truth.im)) / (squares(truth.re) + squares(truth.im)),
      );
      const isPower = (n & (n - 1)) === 0;
      expect(error, `length ${n}`).toBeLessThanOrEqual((isPower ? 0.4 : 1) * allowedError(n));
    }
  });

  test.each([[1 << 20], [1 << 10, 1 << 10], [256, 256, 256]].map((grid) => ({ grid })))(
    "comes back from $grid to the same field",
    ({ grid }) => {
      const { halfSize, forwardReal, inverseReal }: GridTransform = backend.gridTransform(grid);
      const rng = createRng(7);
      const x = backend.allocate(sizeOf(grid));
      const [re, im] = [backend.allocate(halfSize), backend.allocate(halfSize)];
      const values = Float64Array.from({ length: 4096 }, () => rng.uniform() - 0.5);
      for (let i = 0; i < x.length; i++) x[i] = values[(i * 7919) & 4095] + values[i >> 12];
      const original = x.slice();
      forwardReal(x, 1, re, im);
      x.fill(NaN);
      inverseReal(re, im, 1, x);
      const error = Math.sqrt(squares(x, original) / squares(original));
      [x, re, im].forEach((array) => backend.release(array));
      expect(error).toBeLessThanOrEqual(0.4 * allowedError(sizeOf(grid)));
    },
    60_000,
  );
});

const truths = new Map<number, ReturnType<typeof dftn>>();

function truthOf(n: number): ReturnType<typeof dftn> {
  const truth = truths.get(n) ?? dftn(randomLine(n, n), 1);
  truths.set(n, truth);
  return truth;
}

/** Σ (a − b)². */
function squares(a: Float64Array, b?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - (b ? b[i] : 0)) ** 2;
  return sum;
}
