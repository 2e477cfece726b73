import { afterEach, describe, expect, test } from "vitest";
import { backend, info, use } from "../../src/compute/index.js";
import { portable } from "../../src/compute/portable.js";

describe("the backend in use", () => {
  afterEach(() => {
    use();
  });

  test("is the portable one where it is asked for, and info says so", () => {
    use({ backend: "portable" });
    expect(backend()).toBe(portable);
    expect(info()).toEqual({
      backend: "portable",
      relaxed: false,
      threads: 1,
      precision: "float64",
    });
  });
});

describe("plans of the portable backend", () => {
  test("are made once per grid", () => {
    const plan = portable.gridTransform([3, 5]);
    expect(portable.gridTransform([3, 5])).toBe(plan);
    expect(portable.gridTransform([5, 3])).not.toBe(plan);
    expect(portable.gridTransform([3, 5, 1])).not.toBe(plan);
    expect(portable.gridTransform([35])).not.toBe(plan);
  });

  test("are kept up to sixteen; the one used longest ago goes first", () => {
    const lengths = Array.from({ length: 16 }, (_, i) => i + 1);
    const plans = lengths.map((n) => portable.gridTransform([n, 2]));
    lengths.forEach((n, i) => expect(portable.gridTransform([n, 2])).toBe(plans[i]));
    portable.gridTransform([1, 2]); // used again: now [2, 2] is the oldest
    portable.gridTransform([17, 2]);
    expect(portable.gridTransform([1, 2])).toBe(plans[0]);
    expect(portable.gridTransform([3, 2])).toBe(plans[2]);
    expect(portable.gridTransform([2, 2])).not.toBe(plans[1]);
  });
});
