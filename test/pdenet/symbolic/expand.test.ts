import { describe, expect, test } from "vitest";
import { portable } from "../../../src/compute/portable.js";
import { symnetSize } from "../../../src/compute/index.js";
import { createRng, ShapeError, ValueError } from "../../../src/core/index.js";
import { derivativesUpTo } from "../../../src/pdenet/index.js";
import { polynomialOf, valuesOf } from "../../../src/pdenet/equation/polynomial.js";
import { expandSymnet } from "../../../src/pdenet/symbolic/expand.js";
import { recorded, recordedTree } from "../recorded.js";

function drawnWeights(seed: number, inputs: number, products: number, scale: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length: symnetSize(inputs, products) }, () => scale * rng.normal());
}

describe("the polynomial of a SymNet", () => {
  test("is that of another program, up to degree three", () => {
    const weights = recorded("p2_params_expr").data;
    const expected = recordedTree("symnet_expand") as Record<string, number>[];
    const names = ["u", "v"].flatMap((c) => derivativesUpTo(2, 2).map((o) => c + o.join("")));
    const size = symnetSize(12, 3);
    expected.forEach((terms, net) => {
      const p = expandSymnet(weights.slice(net * size, (net + 1) * size), 12, 3, 3);
      const q = polynomialOf(
        Object.entries(terms).map(([key, coefficient]) => ({
          channels: key === "1" ? [] : key.split("*").map((name) => names.indexOf(name)),
          coefficient,
        })),
      );
      const largest = Math.max(...Object.values(terms).map(Math.abs));
      expect(p.size).toBe(q.size);
      for (const [key, { coefficient }] of q) {
        // Some tens of rounded sums.
        expect(Math.abs((p.get(key)?.coefficient ?? NaN) - coefficient)).toBeLessThan(
          1e-12 * largest,
        );
      }
    });
  });
  test("up to the full degree 2^K has the net's values", () => {
    const [inputs, products, points] = [2, 3, 7];
    const weights = drawnWeights(5, inputs, products, 0.7);
    const rng = createRng(6);
    const x = Float64Array.from({ length: inputs * points }, () => rng.normal());
    const F = new Float64Array(points);
    portable.symnet(x, weights, { samples: 1, inputs, points, nets: 1, products }, F);
    const p = expandSymnet(weights, inputs, products, 8);
    const values = valuesOf(p, x, { samples: 1, channels: inputs, points });
    const largest = Math.max(...F.map(Math.abs));
    // Forty-five monomials up to the eighth power against a Horner-like evaluation.
    F.forEach((f, i) => expect(Math.abs(values[i] - f)).toBeLessThan(1e-12 * largest));
  });
  test("up to degree d differs from the net's values on inputs of size ε by O(ε^(d+1))", () => {
    const [inputs, products, points] = [3, 4, 40];
    const weights = drawnWeights(7, inputs, products, 0.8);
    const rng = createRng(8);
    const x = Float64Array.from({ length: inputs * points }, () => rng.normal());
    const shape = { samples: 1, inputs, points, nets: 1, products };
    for (const degree of [0, 1, 2, 3]) {
      const p = expandSymnet(weights, inputs, products, degree);
      const error = (ε: number): number => {
        const small = x.map((value) => ε * value);
        const F = new Float64Array(points);
        portable.symnet(small, weights, shape, F);
        const values = valuesOf(p, small, { samples: 1, channels: inputs, points });
        return Math.max(...F.map((f, i) => Math.abs(f - values[i])));
      };
      const rate = Math.log2(error(0.02) / error(0.01));
      // The next degree adds a part of the order of ε.
      expect(Math.abs(rate - (degree + 1))).toBeLessThan(0.1);
    }
  });
  test("of twelve inputs and five products has 455 monomials up to degree three", () => {
    const p = expandSymnet(drawnWeights(9, 12, 5, 0.1), 12, 5, 3);
    expect(p.size).toBe(455);
  });
  test("without products is an affine row", () => {
    const p = expandSymnet(Float64Array.of(2, 0, -1, 5), 3, 0, 3);
    expect([...p.values()]).toEqual([
      { channels: [], coefficient: 5 },
      { channels: [0], coefficient: 2 },
      { channels: [2], coefficient: -1 },
    ]);
  });
  test("refuses weights of several nets, no inputs and degrees below zero", () => {
    const weights = drawnWeights(1, 2, 1, 1);
    expect(() => expandSymnet(new Float64Array(2 * weights.length), 2, 1, 3)).toThrow(ShapeError);
    expect(() => expandSymnet(weights, 2, 1, 3)).not.toThrow();
    expect(() => expandSymnet(weights, 0, 1, 3)).toThrow(ValueError);
    expect(() => expandSymnet(weights, 2, -1, 3)).toThrow(ValueError);
    expect(() => expandSymnet(weights, 2, 1, -1)).toThrow(ValueError);
  });
});
