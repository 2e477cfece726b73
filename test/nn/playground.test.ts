import { describe, expect, test } from "vitest";
import { createRng, ValueError } from "../../src/core/index.js";
import { playgroundData } from "../../src/nn/index.js";
import type { PlaygroundOptions, PlaygroundShape } from "../../src/nn/index.js";

const SHAPES: readonly PlaygroundShape[] = ["circle", "xor", "gaussian", "spiral"];

interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

function points(shape: PlaygroundShape, seed: number, options: PlaygroundOptions): Point[] {
  const { x, labels } = playgroundData(shape, createRng(seed), options);
  return Array.from(labels.data, (label, s) => ({ x: x.get(s, 0), y: x.get(s, 1), label }));
}

describe("the playground's data", () => {
  test.each(SHAPES)("have classes of one size, or one sample more in class 0: %s", (shape) => {
    for (const samples of [1, 2, 7, 100]) {
      const { x, labels } = playgroundData(shape, createRng(1), { samples });
      expect(x.shape).toEqual([samples, 2]);
      expect(labels.shape).toEqual([samples]);
      expect(labels.data).toBeInstanceOf(Int32Array);
      expect(labels.data.reduce((sum, label) => sum + label, 0)).toBe(Math.floor(samples / 2));
      expect(x.data.every(Number.isFinite)).toBe(true);
    }
  });

  test.each(SHAPES)("are the same for the same seed: %s", (shape) => {
    const draw = (seed: number) => points(shape, seed, { samples: 30, noise: 0.1 });
    expect(draw(2)).toEqual(draw(2));
    expect(draw(2)).not.toEqual(draw(3));
  });

  test("circle: class 1 within 2.5 of the middle, class 0 in a ring from 3.5 to 5", () => {
    const found = points("circle", 4, { samples: 1000 });
    for (const { x, y, label } of found) {
      const r = Math.sqrt(x * x + y * y);
      const [from, to] = label === 1 ? [0, 2.5] : [3.5, 5];
      expect(r).toBeGreaterThanOrEqual(from - 1e-12);
      expect(r).toBeLessThanOrEqual(to + 1e-12);
    }
  });

  test("xor: the class is whether x and y have one sign, and all quadrants are filled", () => {
    const found = points("xor", 5, { samples: 1000 });
    const quadrants = new Map<string, number>();
    for (const { x, y, label } of found) {
      expect(label).toBe(Number(x * y > 0));
      for (const value of [x, y]) expect(Math.abs(Math.abs(value) - 2.8)).toBeLessThanOrEqual(2.5);
      const name = `${x > 0}, ${y > 0}`;
      quadrants.set(name, (quadrants.get(name) ?? 0) + 1);
    }
    // 250 ± 4 √(500 · ½ · ½).
    for (const count of quadrants.values()) expect(Math.abs(count - 250)).toBeLessThan(45);
    expect(quadrants.size).toBe(4);
  });

  test("gaussian: normals of deviation 0.7 about (2, 2) and (−2, −2)", () => {
    const found = points("gaussian", 6, { samples: 4000 });
    for (const label of [0, 1]) {
      const own = found.filter((point) => point.label === label);
      for (const axis of ["x", "y"] as const) {
        const mean = own.reduce((sum, point) => sum + point[axis], 0) / own.length;
        const square = own.reduce((sum, point) => sum + (point[axis] - mean) ** 2, 0) / own.length;
        // Four standard errors.
        expect(Math.abs(mean - (label === 1 ? 2 : -2))).toBeLessThan((4 * 0.7) / Math.sqrt(2000));
        expect(Math.abs(square / 0.49 - 1)).toBeLessThan(4 * Math.sqrt(2 / 2000));
      }
    }
  });

  test("spiral: the arms are turned by half a turn against each other, from the middle to 5", () => {
    const found = points("spiral", 7, { samples: 200 });
    for (let i = 0; i < 100; i++) {
      const [first, second] = [found[2 * i], found[2 * i + 1]];
      const [r, t] = [(5 * i) / 100, (3.5 * Math.PI * i) / 100];
      expect(first.x).toBeCloseTo(r * Math.sin(t), 13);
      expect(first.y).toBeCloseTo(r * Math.cos(t), 13);
      expect(second.x).toBeCloseTo(-first.x, 13);
      expect(second.y).toBeCloseTo(-first.y, 13);
    }
  });

  test.each(SHAPES)("noise moves coordinates by no more than it says: %s", (shape) => {
    const { x } = playgroundData(shape, createRng(8), { samples: 500, noise: 0.25 });
    if (shape === "spiral") {
      const { x: still } = playgroundData(shape, createRng(8), { samples: 500 });
      const moves = x.data.map((value, i) => value - still.data[i]);
      expect(Math.max(...moves.map(Math.abs))).toBeLessThanOrEqual(0.25 + 1e-12);
      // Uniform moves have the variance ¼²/3; four standard errors of 1,000 of them.
      const square = moves.reduce((sum, move) => sum + move * move, 0) / moves.length;
      expect(Math.abs(square * 48 - 1)).toBeLessThan(4 * Math.sqrt(0.8 / 1000));
    }
    const most = { circle: 5, xor: 5.3, gaussian: 2 + 5 * 0.7, spiral: 5 }[shape];
    expect(Math.max(...x.data.map(Math.abs))).toBeLessThanOrEqual(most + 0.25);
  });
});

test("the playground refuses other names, and numbers out of range", () => {
  const draw = (options: PlaygroundOptions) => (): unknown =>
    playgroundData("xor", createRng(0), options);
  expect(() => playgroundData("moons" as PlaygroundShape, createRng(0))).toThrow(
    new ValueError(
      'nn.playgroundData: shape should be one of "circle", "xor", "gaussian", "spiral"; got "moons".',
    ),
  );
  expect(draw({ samples: 0 })).toThrow(
    "nn.playgroundData: samples should be an integer ≥ 1; got 0.",
  );
  expect(draw({ noise: -1 })).toThrow(
    "nn.playgroundData: noise should be a finite number ≥ 0; got -1.",
  );
});
