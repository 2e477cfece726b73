import { expect, test } from "vitest";
import { ndarrayOf, ShapeError } from "../../../src/core/index.js";
import { heat, oddExtension, reactionDiffusion, withinBorder } from "../../../src/physics/index.js";

test("the extension is zero on the border, odd about it, and the field within", () => {
  const u = ndarrayOf(Float64Array.of(1, 2, 3), [1, 1, 3]);
  const { data, shape } = oddExtension(u);
  expect(shape).toEqual([1, 1, 8]);
  expect(Array.from(data)).toEqual([0, 1, 2, 3, 0, -3, -2, -1]);
});

test.each([[[3]], [[2, 3]], [[1, 2, 3]]])("what is within is what was extended, on %o", (grid) => {
  const shape = [2, 2, ...grid];
  const size = shape.reduce((a, b) => a * b, 1);
  const u = ndarrayOf(Float64Array.from({ length: size }, (_, i) => Math.sin(i + 1)), shape); // prettier-ignore
  const back = withinBorder(oddExtension(u), grid.length);
  expect([back.shape, back.data]).toEqual([shape, u.data]);
});

test("heat that is zero on the border decays as its sine waves do", async () => {
  const n = 15;
  const h = Math.PI / (n + 1);
  const wave = (x: number, y: number): number => Math.sin(x) * Math.sin(2 * y);
  const at = (i: number): number => wave(h * (Math.floor(i / n) + 1), h * ((i % n) + 1));
  const u0 = ndarrayOf(Float64Array.from({ length: n * n }, (_, i) => at(i)), [1, 1, n, n]); // prettier-ignore
  const solver = heat({ shape: [2 * n + 2, 2 * n + 2], diffusivity: 0.5 });
  const { u } = await solver.solve(oddExtension(u0), { interval: 0.2, steps: 1 });
  const { data } = withinBorder(u, 2);
  for (let i = 0; i < n * n; i++) {
    // Exact in Fourier space, k² = 1 + 4.
    expect(data[n * n + i]).toBeCloseTo(Math.exp(-0.5 * 5 * 0.2) * at(i), 13);
  }
});

test("a reaction with an odd rate agrees with differences that see zeros on the border, as h²", async () => {
  const rate = (u: number): number => 2 * Math.sin(u);
  const errors = [15, 31].map(async (n) => {
    const h = Math.PI / (n + 1);
    const start = Float64Array.from({ length: n }, (_, i) => {
      const x = h * (i + 1);
      return x * (Math.PI - x);
    });
    const solver = reactionDiffusion({
      shape: [2 * n + 2],
      diffusivity: 0.3,
      timeStep: 0.005,
      dealias: 1,
      kinetics: {
        components: 1,
        rate: ([out], [u]) => u.forEach((value, x) => (out[x] = rate(value))),
      },
    });
    const extended = oddExtension(ndarrayOf(start, [1, 1, n]));
    const { u } = await solver.solve(extended, { interval: 0.2, steps: 1 });
    const exact = withinBorder(u, 1).data.subarray(n);
    const steps = 4000; // of Euler: an error in time a hundred times below that in space
    let now = start;
    for (let t = 0; t < steps; t++) {
      now = now.map((value, x) => {
        const bend = (now[x - 1] ?? 0) - 2 * value + (now[x + 1] ?? 0);
        return value + (0.2 / steps) * ((0.3 * bend) / h ** 2 + rate(value));
      });
    }
    return now.reduce((most, value, x) => Math.max(most, Math.abs(value - exact[x])), 0);
  });
  const [coarse, fine] = await Promise.all(errors);
  expect(coarse / fine).toBeGreaterThan(3);
  expect(coarse / fine).toBeLessThan(5);
});

test("fields without a component, and grids that are no extension, are refused", () => {
  expect(() => oddExtension([1, 2])).toThrow(ShapeError);
  expect(() => withinBorder([[1, 2, 3]], 1)).toThrow(ShapeError);
  expect(() => withinBorder([1, 2, 3, 4], 2)).toThrow(ShapeError);
});
