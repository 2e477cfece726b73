import { describe, expect, test } from "vitest";
import { fftfreq, fftn, fftshift, rfftfreq } from "../../src/fft/index.js";

describe("frequencies", () => {
  test("are whole waves over the length, negative ones wrapped", () => {
    const waves = (n: number): number[] => [...fftfreq(n).data].map((f) => Math.round(f * n));
    expect(waves(1)).toEqual([0]);
    expect(waves(2)).toEqual([0, -1]);
    expect(waves(5)).toEqual([0, 1, 2, -2, -1]);
    expect(waves(6)).toEqual([0, 1, 2, -3, -2, -1]);
    expect([...rfftfreq(5).data]).toEqual([0, 1 / 5, 2 / 5]);
    expect([...rfftfreq(6).data]).toEqual([0, 1 / 6, 2 / 6, 3 / 6]);
  });

  test("are counted per unit of the spacing", () => {
    expect([...fftfreq(4, 0.5).data]).toEqual([0, 0.5, -1, -0.5]);
    expect([...rfftfreq(4, 0.25).data]).toEqual([0, 1, 2]);
  });

  test("tell where a wave is found in its transform", () => {
    for (const n of [7, 8]) {
      fftfreq(n).data.forEach((frequency, k) => {
        const angle = Float64Array.from({ length: n }, (_, x) => 2 * Math.PI * frequency * x);
        const { re } = fftn({ re: angle.map(Math.cos), im: angle.map(Math.sin), shape: [n] }, 1);
        re.forEach((value, i) => expect(value).toBeCloseTo(i === k ? n : 0, 12));
      });
    }
  });

  test("of the half spectrum are the same as those of the full one, up to the sign of n/2", () => {
    for (const n of [1, 2, 9, 10]) {
      rfftfreq(n).data.forEach((f, k) => expect(f).toBe(Math.abs(fftfreq(n).data[k])));
    }
  });

  test("ascend by equal steps once they are shifted", () => {
    for (const n of [1, 6, 7]) {
      const { data } = fftshift(fftfreq(n), 1);
      data.forEach((f, i) => expect(f * n).toBeCloseTo(i - Math.floor(n / 2), 14));
    }
  });
});

describe("refusals of fftfreq and rfftfreq", () => {
  test("lengths that are no counts", () => {
    expect(() => fftfreq(0)).toThrow("fft.fftfreq: length n should be an integer ≥ 1; got 0.");
    expect(() => rfftfreq(2.5)).toThrow(
      "fft.rfftfreq: length n should be an integer ≥ 1; got 2.5.",
    );
  });

  test("spacings that are not positive", () => {
    for (const spacing of [0, -1, NaN, Infinity]) {
      expect(() => fftfreq(4, spacing)).toThrow(/^fft\.fftfreq: spacing should be a finite number/);
      expect(() => rfftfreq(4, spacing)).toThrow(`got ${spacing}.`);
    }
  });
});
