import { describe, expect, test } from "vitest";
import {
  cividis,
  colourAt,
  cssColour,
  density,
  diverging,
  lineColours,
  phaseColours,
  viridis,
} from "../../src/plot/colours.js";
import type { ColourMap, Rgb } from "../../src/plot/colours.js";

/** CIE lightness L* of an sRGB colour, 0 to 100: IEC 61966-2-1 and CIE 15. */
function lightness(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 216 / 24389 ? 116 * Math.cbrt(luminance) - 16 : (luminance * 24389) / 27;
}

/** Lightness at 17 even places: steps there are far above the rounding to 8 bits. */
function ladder(map: ColourMap): number[] {
  return Array.from({ length: 17 }, (_, step) => lightness(colourAt(map, step / 16)));
}

const stepsOf = (values: readonly number[]): number[] =>
  values.slice(1).map((v, i) => v - values[i]);

describe("maps without a middle", () => {
  for (const [name, map, sign] of [
    ["viridis", viridis, 1],
    ["cividis", cividis, 1],
    ["density", density, -1],
  ] as const) {
    test(`${name} changes its lightness always in one direction, in steps within ±35 % of their mean`, () => {
      const steps = stepsOf(ladder(map)).map((step) => sign * step);
      const mean = steps.reduce((a, b) => a + b, 0) / steps.length;
      for (const step of steps) {
        expect(step).toBeGreaterThan(0.65 * mean);
        expect(step).toBeLessThan(1.35 * mean);
      }
    });
  }
});

describe("the diverging map", () => {
  test("is lightest and without hue in its middle", () => {
    const [a, b] = [diverging()[127], diverging()[128]];
    // The middle lies between two of the 256 colours: each differs from grey by half a step.
    expect(Math.max(...a, ...b) - Math.min(...a, ...b)).toBeLessThanOrEqual(3);
    expect(lightness(a)).toBeGreaterThan(96);
  });
  test("is as light at −t as at t", () => {
    // d3 interpolates lightness under the illuminant D50, where both sides agree within 0.4; here it
    // is taken under D65, the white of screens, where they are up to 1.6 of 67 units apart.
    for (let step = 0; step < 128; step++) {
      expect(
        Math.abs(lightness(diverging()[step]) - lightness(diverging()[255 - step])),
      ).toBeLessThan(2);
    }
  });
  test("darkens evenly towards both ends", () => {
    const steps = stepsOf(ladder(diverging)).map(Math.abs);
    for (const step of steps) expect(step / (67 / 8)).toBeCloseTo(1, 0);
  });
  test("is blue below and red above", () => {
    expect(diverging()[0][2]).toBeGreaterThan(diverging()[0][0]);
    expect(diverging()[255][0]).toBeGreaterThan(diverging()[255][2]);
  });
});

test("values beyond the ends take the colour of that end", () => {
  expect(colourAt(viridis, -3)).toBe(viridis()[0]);
  expect(colourAt(viridis, 7)).toBe(viridis()[255]);
});

describe("phases", () => {
  test("are as many different colours as there are phases", () => {
    for (const count of [1, 2, 3, 4, 5, 8, 10, 11, 30]) {
      expect(new Set(phaseColours(count).map(cssColour)).size).toBe(count);
    }
  });
  test("up to four are greys, from light to dark, at least 15 units of lightness apart", () => {
    for (const count of [2, 3, 4]) {
      const greys = phaseColours(count);
      for (const [red, green, blue] of greys) expect([green, blue]).toEqual([red, red]);
      for (const step of stepsOf(greys.map(lightness))) expect(step).toBeLessThan(-15);
    }
  });
});

test("colours are written as CSS reads them", () => {
  expect(cssColour([0, 128, 255])).toBe("#0080ff");
  for (const colour of lineColours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
});
