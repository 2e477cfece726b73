import { describe, expect, test } from "vitest";
import { createLineTransform } from "../../../src/compute/transform/lines.js";
import { allowedError, errorOn, interleaved, lineError, randomLine } from "./lineError.js";

/** Every length up to 257, then powers of two, products and primes that are in use. */
const LENGTHS = [
  ...Array.from({ length: 257 }, (_, i) => i + 1),
  ...[401, 500, 512, 1000, 1009, 1024, 2048],
];

describe("createLineTransform", () => {
  test("is the discrete Fourier transform at every length", () => {
    for (const n of LENGTHS) {
      expect(lineError(createLineTransform(n), n), `length ${n}`).toBeLessThanOrEqual(
        allowedError(n),
      );
    }
  });

  test("gives a wave as exactly as noise", () => {
    for (const n of [2, 9, 64, 101, 127, 210, 257, 500]) {
      for (const frequency of [0, 1, Math.floor(n / 2), n - 1]) {
        const angle = (_: unknown, j: number): number => (2 * Math.PI * ((j * frequency) % n)) / n;
        const cells = Array.from({ length: n }, angle);
        const wave = {
          re: Float64Array.from(cells, Math.cos),
          im: Float64Array.from(cells, Math.sin),
          shape: [n],
        };
        const error = errorOn(createLineTransform(n), wave);
        expect(error, `length ${n}, frequency ${frequency}`).toBeLessThanOrEqual(allowedError(n));
      }
    }
  });

  test("turns the delta at 0 into ones, without any rounding where no convolution is used", () => {
    for (const n of [1, 2, 5, 8, 12, 15, 1024]) {
      const delta = new Float64Array(2 * n);
      delta[0] = 1;
      const out = new Float64Array(2 * n);
      createLineTransform(n)(out, delta);
      expect(
        out.map((v) => v + 0),
        `length ${n}`,
      ).toEqual(Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? 1 : 0)));
    }
  });

  test("leaves the line as it was, and forgets it: the next call gives the same bits", () => {
    for (const n of [1, 3, 8, 23, 45, 101, 163, 227]) {
      const transform = createLineTransform(n);
      const [line, other] = [interleaved(randomLine(n, 1)), interleaved(randomLine(n, 2))];
      const [copy, first, again] = [line.slice(), line.slice(), line.slice()];
      transform(first, line);
      transform(new Float64Array(2 * n), other);
      transform(again, line);
      expect(line, `length ${n}`).toEqual(copy);
      expect(again, `length ${n}`).toEqual(first);
    }
  });

  test("two transforms of one length do not share their scratch memory", () => {
    const [one, two] = [createLineTransform(101), createLineTransform(101)];
    expect(one).not.toBe(two);
    const line = interleaved(randomLine(101, 3));
    const [a, b] = [new Float64Array(202), new Float64Array(202)];
    one(a, line);
    two(b, line);
    expect(b).toEqual(a);
  });
});
