import { expect, test } from "vitest";
import { createRng } from "../../../src/core/index.js";
import { dftn } from "./dft.js";
import { exactRoot, exactSum, fromFixed, toFixed } from "./exact.js";

test("the definition in Float64 is within 2⁻⁵³ of the definition in 128-bit integers", () => {
  const rng = createRng(1);
  for (const n of [1, 2, 7, 60, 101, 128]) {
    const [re, im] = [0, 1].map(() =>
      Float64Array.from({ length: n }, () => rng.integer(2 ** 21) - 2 ** 20),
    );
    const spectrum = dftn({ re, im, shape: [n] }, 1);
    const roots = Array.from({ length: n }, (_, j) => exactRoot(j, n));
    let [wrong, all] = [0, 0];
    for (let k = 0; k < n; k++) {
      const cosines = Array.from(re, (_, j) => roots[(j * k) % n][0]);
      const sines = Array.from(re, (_, j) => roots[(j * k) % n][1]);
      const exactRe = exactSum(cosines, re) + exactSum(sines, im);
      const exactIm = exactSum(cosines, im) - exactSum(sines, re);
      wrong += fromFixed(toFixed(spectrum.re[k]) - exactRe) ** 2;
      wrong += fromFixed(toFixed(spectrum.im[k]) - exactIm) ** 2;
      all += spectrum.re[k] ** 2 + spectrum.im[k] ** 2;
    }
    expect(Math.sqrt(wrong / all), `length ${n}`).toBeLessThan(2 ** -53);
  }
});

test("a wave over two axes has all its transform at its frequency", () => {
  const [nx, ny, kx, ky] = [5, 6, 2, 5];
  const phase = Array.from({ length: nx * ny }, (_, i) => {
    const [x, y] = [Math.floor(i / ny), i % ny];
    return 2 * Math.PI * ((kx * x) / nx + (ky * y) / ny);
  });
  const wave = {
    re: Float64Array.from(phase, Math.cos),
    im: Float64Array.from(phase, Math.sin),
    shape: [nx, ny],
  };
  const { re, im } = dftn(wave, 2);
  const delta = re.map((_, i) => (i === kx * ny + ky ? nx * ny : 0));
  // Angles up to 17, rounded in their last bit, make the wave itself wrong by a few 10⁻¹⁵.
  re.forEach((value, i) => expect(Math.abs(value - delta[i])).toBeLessThan(1e-13));
  im.forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-13));
});

test("only the trailing axes are transformed", () => {
  const u = { re: Float64Array.of(1, 2, 3, 4), im: new Float64Array(4), shape: [2, 2] };
  expect(dftn(u, 1).re).toEqual(Float64Array.of(3, -1, 7, -1));
  expect(dftn(u, 2).re).toEqual(Float64Array.of(10, -2, -4, 0));
});
