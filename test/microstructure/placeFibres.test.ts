import { describe, expect, test } from "vitest";
import { ConvergenceError } from "../../src/core/index.js";
import { drawFibres, placeFibres } from "../../src/microstructure/index.js";
import type { Fibre, FibreOptions } from "../../src/microstructure/index.js";
import { closedDirections } from "../../src/microstructure/windings.js";
import { distanceOfLines, distanceToLine, imageShifts } from "./images.js";

/** The least distance between two axes, or images of one, straight from the definition. */
function closest(shape: readonly number[], fibres: readonly Fibre[]): number {
  const along = ({ winding }: Fibre): number[] | undefined => winding?.map((w, a) => w * shape[a]);
  const shifts = imageShifts(shape, 4);
  let least = Infinity;
  fibres.forEach((a, i) => {
    for (const b of fibres.slice(i + 1)) {
      for (const shift of shifts) {
        const offset = b.centre.map((c, axis) => c + shift[axis] - a.centre[axis]);
        const [u, v] = [along(a), along(b)];
        const apart = u && v ? distanceOfLines(u, v, offset) : distanceToLine(offset);
        least = Math.min(least, apart);
      }
    }
    for (const shift of shifts) {
      const apart = distanceToLine(shift, along(a));
      if (apart > 1e-5) least = Math.min(least, apart); // else the shift leads along the axis
    }
  });
  return least;
}

const windingsOf = (fibres: readonly Fibre[]): string[] => {
  return [...new Set(fibres.map(({ winding = [] }) => winding.join()))];
};

describe("separate fibres", () => {
  const cases: [string, number[], FibreOptions][] = [
    ["discs", [40, 31], { radius: 2.5, gap: 1, count: 18 }],
    ["aligned fibres", [30, 26, 8], { radius: 2, gap: 0.5, count: 20 }],
    ["inclined fibres", [20, 24, 22], { radius: 1.5, count: 8, direction: [1, 1, 0] }],
    ["scattered fibres", [32, 30, 28], { radius: 1, gap: 0.5, count: 10, orientationSpread: 0.4 }],
    [
      "fibres in all directions",
      [33, 33, 33],
      { radius: 1, count: 8, orientationSpread: Infinity },
    ],
  ];
  for (const [name, shape, options] of cases) {
    test(`keep their distance from each other and from their images: ${name}`, () => {
      const fibres = placeFibres(shape, { ...options, separate: true }, 3);
      expect(fibres.length).toBe(options.count);
      expect(closest(shape, fibres)).toBeGreaterThanOrEqual(
        2 * options.radius + (options.gap ?? 0),
      );
      const together = drawFibres(shape, fibres).data.reduce((sum, phase) => sum + phase, 0);
      const alone = fibres.map((fibre) => drawFibres(shape, [fibre]).data);
      expect(together).toBe(alone.flatMap((m) => [...m]).reduce((sum, phase) => sum + phase, 0));
    });
  }

  test("are others than those which may overlap", () => {
    const options = { radius: 2.5, count: 18 };
    expect(closest([40, 31], placeFibres([40, 31], options, 3))).toBeLessThan(5);
  });

  test("give up where there is no room, telling the fraction reached", () => {
    const crowd = () =>
      placeFibres([40, 40], { radius: 4, count: 40, separate: true, attempts: 300 }, 1);
    expect(crowd).toThrow(ConvergenceError);
    expect(crowd).toThrow(
      /^microstructure\.placeFibres: found room for 1\d of 40 fibres, volume fraction 0\.[45]\d\d, and none for another in 300 attempts\. Ask for fewer or thinner fibres, a smaller gap, a narrower spread, or more attempts\.$/,
    );
  });
});

describe("directions", () => {
  const place = (shape: number[], options: Partial<FibreOptions>, count = 5): Fibre[] =>
    placeFibres(shape, { radius: 1, count, ...options }, 8);

  test("are z by default, and else the closed line nearest to the one asked for", () => {
    expect(windingsOf(place([8, 9, 7], {}))).toEqual(["0,0,1"]);
    expect(windingsOf(place([8, 8, 8], { direction: [0, -2, 0] }))).toEqual(["0,1,0"]);
    expect(windingsOf(place([20, 30, 10], { direction: [1, 1, 0] }))).toEqual(["3,2,0"]);
    expect(windingsOf(place([20, 30, 10], { direction: [1, 1, 0], turns: 1 }))).toEqual(["1,1,0"]);
    expect(windingsOf(place([8, 8, 8], { direction: [0.1, 0, 1] }))).toEqual(["0,0,1"]);
    expect(windingsOf(place([8, 8, 8], { direction: [-3e200, 0, 1e200] }))).toEqual(["-3,0,1"]);
  });

  test("that close in one, two and three turns are 13, 49 and 145, up to sign", () => {
    const numbers = [1, 2, 3].map((turns) => closedDirections([4, 5, 6], turns).length);
    expect(numbers).toEqual([13, 49, 145]);
  });

  test("spread around the mean, more of them for a larger spread", () => {
    const shares = [0.05, 0.2, 0.5, 2].map((orientationSpread) => {
      const fibres = place([16, 16, 16], { direction: [1, 0, 0], orientationSpread }, 400);
      return fibres.filter(({ winding = [] }) => winding.join() === "1,0,0").length / 400;
    });
    expect(shares[0]).toBeGreaterThan(0.95);
    expect([...shares].sort((a, b) => b - a)).toEqual(shares);
    expect(shares[3]).toBeLessThan(0.1);
  });

  test("without a preferred one have equal shares of every axis in a cubic cell", () => {
    const fibres = place([16, 16, 16], { orientationSpread: Infinity }, 2000);
    for (const axis of [0, 1, 2]) {
      const squares = fibres.map(({ winding = [] }) => {
        return winding[axis] ** 2 / winding.reduce((sum, w) => sum + w * w, 0);
      });
      const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
      // cos² of uniform directions has the variance 4/45; three standard errors of 2000.
      expect(Math.abs(mean - 1 / 3)).toBeLessThan(3 * Math.sqrt(4 / 45 / 2000));
    }
  });
});

test("places are drawn from a seed or a stream, and lie in the cell", () => {
  const fibres = placeFibres([12, 30], { radius: 2, count: 50 }, "seed");
  expect(placeFibres([12, 30], { radius: 2, count: 50 }, "seed")).toEqual(fibres);
  expect(fibres.every(({ centre: [x, y] }) => x >= 0 && x < 12 && y >= 0 && y < 30)).toBe(true);
  expect(fibres.some(({ centre: [, y] }) => y > 20)).toBe(true);
  expect(fibres[0]).not.toHaveProperty("winding");
});
