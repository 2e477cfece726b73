import { describe, expect, test } from "vitest";
import { deltaMicrostructures } from "../../src/microstructure/index.js";
import { recordedReal } from "../recorded.js";

describe("delta microstructures", () => {
  test("of two phases in a line of four", () => {
    const m = deltaMicrostructures(2, [4]);
    expect(m.shape).toEqual([2, 4]);
    expect([...m.data]).toEqual([0, 0, 1, 0, 1, 1, 0, 1]);
  });

  test("are those of PyMKS", () => {
    const recorded = recordedReal("gen_delta_3_3x4__x");
    const m = deltaMicrostructures(3, [3, 4]);
    expect(m.shape).toEqual(recorded.shape);
    expect([...m.data]).toEqual([...recorded.data]);
  });

  test("hold every ordered pair of phases once, the second in the one cell ⌊n/2⌋", () => {
    const [phases, shape, middle] = [4, [3, 2, 5], (1 * 2 + 1) * 5 + 2];
    const m = deltaMicrostructures(phases, shape);
    const pairs = new Set<string>();
    for (let s = 0; s < 12; s++) {
      const cells = [...m.data.subarray(s * 30, (s + 1) * 30)];
      const [inside] = cells.splice(middle, 1);
      const [around, ...others] = [...new Set(cells)];
      expect(others).toEqual([]);
      expect(inside).not.toBe(around);
      pairs.add(`${around} ${inside}`);
    }
    expect(pairs.size).toBe(12);
  });

  test("of a single cell are uniform", () => {
    expect([...deltaMicrostructures(2, [1, 1]).data]).toEqual([1, 0]);
  });

  test("tell 256 phases apart, and refuse more, or one", () => {
    const m = deltaMicrostructures(256, [1]);
    expect(m.data[m.data.length - 1]).toBe(254);
    for (const phases of [257, 1, 2.5]) {
      expect(() => deltaMicrostructures(phases, [3])).toThrow(
        "microstructure.deltaMicrostructures: phases should be an integer between 2 and 256; " +
          `got ${phases}.`,
      );
    }
    expect(() => deltaMicrostructures(2, [])).toThrow(
      "microstructure.deltaMicrostructures: shape should list the lengths of 1, 2 or 3 space axes",
    );
  });
});
