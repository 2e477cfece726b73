import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, stridesOf, unravel, ValueError } from "../../../src/core/index.js";
import { rfftn } from "../../../src/fft/index.js";
import { fieldOf, gaussianBumps, observe, randomFourier } from "../../../src/physics/index.js";
import { distance } from "./fields.js";

describe("randomFourier", () => {
  test("holds no wave above its frequency, in one to three axes", () => {
    for (const shape of [[20], [13, 16], [8, 9, 10]]) {
      const u = randomFourier(shape, { frequency: 3 }, 1);
      const { re, im, shape: half } = rfftn(u, shape.length);
      const grid = half.slice(2);
      let inside = 0;
      for (let k = 0; k < re.length; k++) {
        const waves = unravel(k, grid).map((index, axis) => Math.min(index, shape[axis] - index));
        const size = Math.hypot(re[k], im[k]);
        if (Math.max(...waves) > 3) expect(size).toBeLessThan(1e-10);
        else inside += size;
      }
      expect(inside).toBeGreaterThan(1);
    }
  });
  test("is one function, whatever the grid that samples it", () => {
    const options = { samples: 2, components: 2, frequency: [2, 4], shift: 1 } as const;
    const fine = randomFourier([36, 30], options, 7);
    const coarse = randomFourier([12, 10], options, 7);
    const seen = fine.data.filter((_, i) => Math.floor(i / 30) % 3 === 0 && i % 3 === 0);
    expect(distance(ndarrayOf(seen, coarse.shape), coarse)).toBeLessThan(1e-12);
  });
  test("has the variance A² Π(2f + 1) of white noise without its other waves, and mean 0", () => {
    const { data } = randomFourier(
      [16, 16],
      { samples: 400, frequency: [2, 2], amplitude: 0.4 },
      11,
    );
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    const power = data.reduce((sum, value) => sum + value * value, 0) / data.length;
    // 10 000 independent coefficients: 1.4 % in the power; 400 means of deviation 0.4: 0.02.
    expect(Math.abs(power / (0.16 * 25) - 1)).toBeLessThan(0.06);
    expect(Math.abs(mean)).toBeLessThan(0.06);
  });
  test("normalized, its largest magnitude is the amplitude; shifts fill their range evenly", () => {
    const plain = randomFourier([12, 12], { samples: 200, normalize: true, amplitude: 2 }, 3);
    const shifted = randomFourier(
      [12, 12],
      { samples: 200, normalize: true, amplitude: 2, shift: 2 },
      3,
    );
    let square = 0;
    for (let s = 0; s < 200; s++) {
      const own = plain.data.subarray(144 * s, 144 * (s + 1));
      expect(Math.max(...own.map(Math.abs))).toBeCloseTo(2, 12);
      const by = shifted.data[144 * s] - own[0];
      expect(Math.abs(by)).toBeLessThanOrEqual(2);
      square += by * by;
    }
    expect(Math.abs(square / 200 - 4 / 3)).toBeLessThan(0.3); // deviation 1.19/√200 = 0.08
  });
  test("draws frequencies from the whole range, and sample s from the seed and s alone", () => {
    const many = randomFourier([20], { samples: 60, frequency: [4, 7] }, 5);
    const seen = new Set<number>();
    for (let s = 0; s < 60; s++) {
      const { re, im } = rfftn(ndarrayOf(many.data.slice(20 * s, 20 * (s + 1)), [20]), 1);
      seen.add(re.findLastIndex((value, k) => Math.hypot(value, im[k]) > 1e-10));
    }
    expect([...seen].sort()).toEqual([4, 5, 6, 7]);
    const few = randomFourier([20], { samples: 3, frequency: [4, 7] }, 5);
    expect(few.data).toEqual(many.data.slice(0, 60));
  });
  test("what the grid cannot hold is refused", () => {
    expect(() => randomFourier([8, 20], { frequency: 4 }, 1)).toThrow(/8 cells of axis 0/);
    expect(() => randomFourier([20], { frequency: [5, 4] }, 1)).toThrow(ValueError);
    expect(() => randomFourier([20], { samples: 0 }, 1)).toThrow(ValueError);
    expect(() => randomFourier([20], { amplitude: Number.NaN }, 1)).toThrow(/amplitude/);
    expect(() => randomFourier([], {}, 1)).toThrow(ShapeError);
  });
});

describe("gaussianBumps", () => {
  test("weigh A (2π)^{d/2} σ^d each, through the faces of the box", () => {
    const [lengths, σ, A] = [[10, 8], 0.5, 1.5];
    const u = gaussianBumps([40, 32], { lengths, width: σ, amplitude: A, count: 6, samples: 3 }, 2);
    for (let s = 0; s < 3; s++) {
      const sum = u.data.slice(1280 * s, 1280 * (s + 1)).reduce((all, value) => all + value, 0);
      // Sums over points are integrals of waves up to 2π/h, where a bump has e^{−(2π σ/h)²/2} = 3e-9.
      expect(Math.abs((sum * 0.25 ** 2) / (6 * A * 2 * Math.PI * σ * σ) - 1)).toBeLessThan(1e-5);
    }
  });
  test("none are a field of zeros; ranges are kept", () => {
    expect(gaussianBumps([5], { count: 0 }, 1).data.every((value) => value === 0)).toBe(true);
    const one = gaussianBumps([64], { count: 1, amplitude: [2, 3], samples: 50 }, 1);
    for (let s = 0; s < 50; s++) {
      const top = Math.max(...one.data.slice(64 * s, 64 * (s + 1)));
      expect(top).toBeGreaterThan(2 * 0.98); // a point is within h/2 of the centre: e^{−(h/2σ)²/2} = 0.988
      expect(top).toBeLessThanOrEqual(3);
    }
  });
  test("bumps that would meet their images, and ranges upside down, are refused", () => {
    expect(() => gaussianBumps([8], { lengths: 10, width: 1.1 }, 1)).toThrow(/width/);
    expect(() => gaussianBumps([8], { amplitude: [2, 1] }, 1)).toThrow(/\[low, high\]/);
  });
});

describe("fieldOf", () => {
  test("has components where the formula has, at the points of the box", () => {
    const u = fieldOf([4, 2], ([x, y]) => [x, 10 * y], { lengths: [8, 1] });
    expect(u.shape).toEqual([1, 2, 4, 2]);
    expect([...u.data]).toEqual([0, 0, 2, 2, 4, 4, 6, 6, 0, 5, 0, 5, 0, 5, 0, 5]);
  });
  test("holes in the formula are named", () => {
    expect(() => fieldOf([4], ([x]) => 1 / x)).toThrow(/cell \[0\]/);
    expect(() => fieldOf([4], ([x]) => (x > 3 ? [1, 2] : 1))).toThrow(/1 components everywhere/);
  });
});

describe("observe", () => {
  const fine = ndarrayOf(
    Float64Array.from({ length: 2 * 5 * 2 * 6 * 4 }, (_, i) => Math.sin(i * i)),
    [2, 5, 2, 6, 4],
  );
  test("without noise picks frames and points, at the offsets it tells", () => {
    const { u, offsets } = observe(fine, { every: 2, stride: [3, 2], offset: "random" }, 8);
    expect(u.shape).toEqual([2, 3, 2, 2, 2]);
    const steps = stridesOf(fine.shape);
    for (let i = 0; i < u.data.length; i++) {
      const [s, f, c, x, y] = unravel(i, u.shape);
      const index = [s, 2 * f, c, 3 * x + offsets.get(s, 0), 2 * y + offsets.get(s, 1)];
      const at = index.reduce((sum, j, axis) => sum + j * steps[axis], 0);
      expect(u.data[i]).toBe(fine.data[at]);
    }
    expect([...observe(fine, { stride: 2 }, 8).offsets.data]).toEqual([0, 0, 0, 0]);
  });
  test("offsets take all places in turn", () => {
    const many = ndarrayOf(new Float64Array(60 * 2 * 3), [60, 2, 1, 3]);
    const { offsets } = observe(many, { stride: 3, offset: "random" }, 1);
    expect(new Set(offsets.data)).toEqual(new Set([0, 1, 2]));
  });
  test("adds normal noise of a fraction of the first clean frame's deviation, per component", () => {
    const n = 2000;
    const data = new Float64Array(2 * 2 * n);
    for (let x = 0; x < n; x++) {
      data[x] = x % 2 === 0 ? 3 : -1; // mean 1, deviation 2
      data[n + x] = x % 2 === 0 ? 10 : -10;
    }
    const { u, noise } = observe(ndarrayOf(data, [1, 2, 2, n]), { noise: 0.05 }, 4);
    expect(noise.get(0, 0)).toBeCloseTo(0.1, 12);
    expect(noise.get(0, 1)).toBeCloseTo(0.5, 12);
    for (let plane = 0; plane < 4; plane++) {
      let [sum, square] = [0, 0];
      for (let x = plane * n; x < (plane + 1) * n; x++) {
        sum += u.data[x] - data[x];
        square += (u.data[x] - data[x]) ** 2;
      }
      const σ = [0.1, 0.5][plane % 2];
      // 2000 numbers: 1.6 % in the deviation, σ/45 in the mean; four of these.
      expect(Math.abs(Math.sqrt(square / n) / σ - 1)).toBeLessThan(0.065);
      expect(Math.abs(sum / n)).toBeLessThan(0.09 * σ);
    }
  });
  test("sample s depends on the seed and s alone", () => {
    const first = ndarrayOf(fine.data.slice(0, fine.data.length / 2), [1, 5, 2, 6, 4]);
    const options = { noise: 0.1, stride: [3, 1], offset: "random" } as const;
    const [both, one] = [observe(fine, options, 3), observe(first, options, 3)];
    expect(one.u.data).toEqual(both.u.data.slice(0, one.u.data.length));
  });
  test("refuses strides that leave a seam, NaN, and arrays that are no trajectories", () => {
    expect(() => observe(fine, { stride: 4 }, 1)).toThrow(/divide the grid \[6, 4\]/);
    expect(() => observe(fine, { noise: -1 }, 1)).toThrow(ValueError);
    expect(() => observe(fine, { every: 0 }, 1)).toThrow(/every/);
    expect(() => observe([[1, 2]], {}, 1)).toThrow(ShapeError);
    const holed = ndarrayOf(fine.data.slice(), fine.shape);
    holed.data[7] = Number.NaN;
    expect(() => observe(holed, {}, 1)).toThrow(/NaN at index \[0, 0, 0, 1, 3\]/);
  });
});
