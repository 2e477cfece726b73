import { describe, expect, test } from "vitest";
import { ConvergenceError, createRng, ShapeError } from "../../src/core/index.js";
import { drawFibres, fibres, placeFibres } from "../../src/microstructure/index.js";
import type { FibresOptions } from "../../src/microstructure/index.js";
import { rolled } from "../mks/synthetic.js";

/** Mean of the fractions of all samples, and its standard error. */
function meanFraction(shape: readonly number[], options: FibresOptions): [number, number] {
  const { samples = 1 } = options;
  const { data } = fibres(shape, options, 21);
  const size = data.length / samples;
  const fractions = Array.from({ length: samples }, (_, s) => {
    return data.subarray(s * size, (s + 1) * size).reduce((sum, phase) => sum + phase, 0) / size;
  });
  const mean = fractions.reduce((sum, f) => sum + f, 0) / samples;
  const variance = fractions.reduce((sum, f) => sum + (f - mean) ** 2, 0) / (samples - 1);
  return [mean, Math.sqrt(variance / samples)];
}

describe("fibres", () => {
  test("are constant along the axis they are aligned with, exactly", () => {
    for (const direction of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]) {
      const m = fibres([14, 11, 9], { radius: 2.3, count: 4, direction, samples: 3 }, 1);
      for (const shift of [1, 2, 5]) {
        expect([
          ...rolled(
            m,
            direction.map((c) => c * shift),
          ).data,
        ]).toEqual([...m.data]);
      }
      expect(new Set(m.data)).toEqual(new Set([0, 1]));
    }
  });

  test("cover πR²L each, on average over places, whatever the radius", () => {
    // A cell is covered with the probability of its distance from a random axis: no error of voxels.
    for (const [shape, options, length] of [
      [[19, 24], { radius: 3.3 }, 1],
      [[19, 24], { radius: 0.7 }, 1],
      [[16, 15, 17], { radius: 2.6, direction: [1, 0, 1] }, Math.hypot(16, 17)],
    ] as const) {
      const [mean, error] = meanFraction(shape, { ...options, count: 1, samples: 400 });
      const size = shape.reduce((product, n) => product * n, 1);
      const expected = (Math.PI * options.radius ** 2 * length) / size;
      expect(Math.abs(mean - expected)).toBeLessThan(3 * error + 1e-12);
    }
  });

  test("that may overlap cover 1 − (1 − a)ᶜ, each of them the fraction a", () => {
    const [mean, error] = meanFraction([32, 32], { radius: 3, count: 30, samples: 300 });
    const expected = 1 - (1 - (Math.PI * 9) / 1024) ** 30;
    expect(Math.abs(mean - expected)).toBeLessThan(3 * error);
  });

  test("of sample s are those placed by stream s", () => {
    const options = { radius: 1.5, count: 6, orientationSpread: 0.3 };
    const m = fibres([12, 13, 14], { ...options, samples: 3 }, 17);
    const streams = createRng(17);
    for (let s = 0; s < 3; s++) {
      const placed = placeFibres([12, 13, 14], options, streams.split());
      expect([...m.pick(s).data.subarray(s * 2184, (s + 1) * 2184)]).toEqual([
        ...drawFibres([12, 13, 14], placed).data,
      ]);
    }
  });

  test("repeat for a seed, and sample s does not depend on how many there are", () => {
    const options = { radius: 2, count: 5, separate: true };
    const five = fibres([20, 21], { ...options, samples: 5 }, 4);
    expect(five.shape).toEqual([5, 20, 21]);
    expect(fibres([20, 21], { ...options, samples: 5 }, createRng(4)).data).toEqual(five.data);
    expect(fibres([20, 21], { ...options, samples: 2 }, 4).data).toEqual(
      five.data.subarray(0, 840),
    );
    expect(fibres([20, 21], { ...options, samples: 5 }, 5).data).not.toEqual(five.data);
  });
});

describe("fibres refuses", () => {
  const make = (options: Partial<FibresOptions>, shape = [16, 16, 16]) => {
    return () => fibres(shape, { radius: 2, count: 2, ...options }, 1);
  };

  test("a line of cells, which has no cross-section", () => {
    expect(make({}, [16])).toThrow(ShapeError);
    expect(make({}, [16])).toThrow(
      "microstructure.fibres: shape should list the lengths of 2 or 3 space axes",
    );
  });

  test("lengths and counts out of range", () => {
    expect(make({ radius: -1 })).toThrow(
      "microstructure.fibres: radius should be a finite number > 0; got -1.",
    );
    expect(make({ radius: NaN })).toThrow("radius should be");
    expect(make({ count: 0 })).toThrow(
      "microstructure.fibres: count should be an integer ≥ 1; got 0.",
    );
    expect(make({ samples: 0.5 })).toThrow(
      "microstructure.fibres: samples should be an integer ≥ 1",
    );
    expect(make({ separate: true, gap: -1 })).toThrow("gap should be a finite number ≥ 0; got -1.");
    expect(make({ separate: true, attempts: 0 })).toThrow(
      "attempts should be an integer ≥ 1; got 0.",
    );
    expect(make({ separate: 1 as unknown as boolean })).toThrow("separate should be true or false");
    expect(make({ gap: 1 })).toThrow(
      "microstructure.fibres: gap is kept between separate fibres only; got 1. Set separate: true.",
    );
  });

  test("directions that are none, and directions of discs", () => {
    expect(make({ direction: [1, 0] })).toThrow(
      "microstructure.fibres: direction should have 3 components; got [1, 0].",
    );
    expect(make({ direction: [0, 0, 0] })).toThrow(
      "microstructure.fibres: direction should not be [0, 0, 0]; [0, 0, 1] runs along z.",
    );
    expect(make({ direction: [0, NaN, 1] })).toThrow("direction[1] should be a finite number");
    expect(make({ orientationSpread: -1 })).toThrow(
      "orientationSpread should be a finite number ≥ 0",
    );
    expect(make({ turns: 0 })).toThrow("turns should be an integer between 1 and 20; got 0.");
    expect(make({ orientationSpread: 0.1 }, [16, 16])).toThrow(
      "microstructure.fibres: orientationSpread is for 3-D cells; a 2-D cell shows fibres across, as " +
        "discs. Leave it out.",
    );
  });

  test("separate fibres that meet their own images, or find no room", () => {
    expect(make({ radius: 5, direction: [1, 0, 1], separate: true, gap: 2 })).toThrow(
      "microstructure.fibres: a fibre that winds [1, 0, 1] meets its own image at 11.3 cells; separate " +
        "fibres need 12 between their axes. Choose a larger cell, thinner fibres or a simpler direction.",
    );
    expect(make({ radius: 9, separate: true }, [16, 40])).toThrow(
      "a fibre meets its own image at 16.0",
    );
    const crowded = make({ radius: 3, count: 20, separate: true, attempts: 50 });
    expect(crowded).toThrow(ConvergenceError);
    expect(crowded).toThrow(
      /^microstructure\.fibres: found room for \d of 20 fibres, volume fraction 0\./,
    );
  });
});
