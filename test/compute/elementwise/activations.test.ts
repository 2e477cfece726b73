import { describe, expect, test } from "vitest";
import { keptFor, type Activation } from "../../../src/compute/index.js";
import { portable } from "../../../src/compute/portable.js";
import { createRng, normals } from "../../../src/core/index.js";
import { exactExp, ONE, quotient, toUnits, unitsOff } from "./exactExponential.js";

const NAMES: readonly Activation[] = [
  ...(["relu", "leakyRelu", "elu", "softplus", "sigmoid", "tanh", "swish", "gelu"] as const),
];

/** f of some numbers. */
function valuesOf(name: Activation, xs: readonly number[], slope = 0.1): number[] {
  const y = new Float64Array(xs.length);
  portable.activate(name, Float64Array.from(xs), slope, y);
  return [...y];
}

/** f′ at some numbers. */
function slopesOf(name: Activation, xs: readonly number[], slope = 0.1): number[] {
  const kept = Float64Array.from(keptFor(name) === "x" ? xs : valuesOf(name, xs, slope));
  const dx = new Float64Array(xs.length);
  portable.activateBackward(
    name,
    kept,
    kept.map(() => 1),
    slope,
    dx,
  );
  return [...dx];
}

/** Numbers of both signs and of every size up to 30. */
const XS = [...normals(createRng(1), [100]).data].flatMap((t, i) => [t, (t * i) / 10, t * 1e-9]);

describe("values", () => {
  test("of the pieces that are lines", () => {
    expect(valuesOf("relu", [-2, -0.5, 0, 3])).toEqual([0, 0, 0, 3]);
    expect(valuesOf("leakyRelu", [-2, 0, 3], 0.25)).toEqual([-0.5, 0, 3]);
    expect(valuesOf("elu", [0, 3], 0.25)).toEqual([0, 3]);
  });

  test("of elu below zero end at −slope", () => {
    expect(valuesOf("elu", [-100, -Infinity], 0.25)).toEqual([-0.25, -0.25]);
    // e^−1 − 1 from a table.
    expect(valuesOf("elu", [-1], 2)[0]).toBeCloseTo(-2 * 0.6321205588285577, 15);
  });

  const sigma = (x: bigint): bigint => {
    const e = exactExp(x > 0n ? -x : x);
    return quotient(x > 0n ? ONE : e, ONE + e);
  };

  test("of σ and x σ(x), within three units in the last place", () => {
    valuesOf("sigmoid", XS).forEach((value, i) => {
      if (!(Math.abs(unitsOff(value, sigma(toUnits(XS[i])))) < 2)) expect.fail(`σ(${XS[i]})`);
    });
    valuesOf("swish", XS).forEach((value, i) => {
      const x = toUnits(XS[i]);
      if (!(Math.abs(unitsOff(value, (x * sigma(x)) / ONE)) < 3)) expect.fail(`at ${XS[i]}`);
    });
  });

  test("of softplus, within two units in the last place", () => {
    valuesOf("softplus", XS).forEach((y, i) => {
      // With δ = (1 + e^x) e^−y − 1 the exact value is y + δ to all digits that count; e^x is e^−|x| or its inverse.
      const x = toUnits(XS[i]);
      const e = exactExp(x > 0n ? -x : x);
      const power = x > 0n ? quotient(ONE, e) : e;
      const exact = toUnits(y) + (((ONE + power) * exactExp(toUnits(-y))) / ONE - ONE);
      if (!(Math.abs(unitsOff(y, exact)) < 2)) expect.fail(`softplus(${XS[i]})`);
    });
  });

  test("of gelu, in its formula and near x Φ(x)", () => {
    const values = valuesOf("gelu", XS);
    XS.forEach((x, i) => {
      const z = 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
      // Rounding of z counts |z| times in the exponential.
      const allowed = 2 ** -52 * (4 + 2 * Math.abs(z)) * Math.abs(values[i]) + 1e-300;
      expect(Math.abs(values[i] - x / (1 + Math.exp(-z)))).toBeLessThanOrEqual(allowed);
    });
    // x Φ(x) with Φ from a table of the normal distribution.
    const table = [
      ...[-3 * 0.0013498980316301, -2 * 0.0227501319481792, -0.1586552539314571],
      ...[0.8413447460685429, 2 * 0.9772498680518208, 3 * 0.9986501019683699],
    ];
    valuesOf("gelu", [-3, -2, -1, 1, 2, 3]).forEach((value, i) => {
      expect(Math.abs(value - table[i])).toBeLessThan(5e-4);
    });
  });

  test("at zero, far away, and of NaN", () => {
    const far = [0, -0, Infinity, -Infinity, 1e300, -1e300, NaN];
    expect(valuesOf("relu", far)).toEqual([0, -0, Infinity, 0, 1e300, 0, NaN]);
    expect(valuesOf("softplus", far)).toEqual([
      ...[Math.LN2, Math.LN2, Infinity, 0, 1e300, 0, NaN],
    ]);
    expect(valuesOf("sigmoid", far)).toEqual([0.5, 0.5, 1, 0, 1, 0, NaN]);
    expect(valuesOf("tanh", far)).toEqual([0, -0, 1, -1, 1, -1, NaN]);
    expect(valuesOf("swish", far)).toEqual([0, -0, Infinity, -0, 1e300, -0, NaN]);
    expect(valuesOf("gelu", far)).toEqual([0, -0, Infinity, -0, 1e300, -0, NaN]);
  });
});

describe("derivatives", () => {
  test.each(NAMES)("of %s are the limits of differences", (name) => {
    const xs = XS.filter((x) => Math.abs(x) > 1e-3);
    const h = 1e-5;
    const [above, below] = [h, -h].map((step) =>
      valuesOf(
        name,
        xs.map((x) => x + step),
      ),
    );
    slopesOf(name, xs).forEach((slope, i) => {
      // Truncation h² f‴/6 with |f‴| ≤ 3, and rounding of values up to 30 divided by h.
      const expected = (above[i] - below[i]) / (2 * h);
      expect(Math.abs(slope - expected)).toBeLessThan(1e-9);
    });
  });

  test("at a kink are those from the left", () => {
    expect(slopesOf("relu", [0])).toEqual([0]);
    expect(slopesOf("leakyRelu", [0], 0.25)).toEqual([0.25]);
    expect(slopesOf("elu", [0], 0.25)).toEqual([0.25]);
  });

  test("far away are those of the asymptotes", () => {
    const far = [-1e300, -Infinity, 1e300, Infinity];
    const ends = { relu: 0, leakyRelu: 0.1, elu: 0, softplus: 0, swish: 0, gelu: 0 };
    for (const [name, end] of Object.entries(ends)) {
      expect(slopesOf(name as Activation, far)).toEqual([end, end, 1, 1]);
    }
    expect(slopesOf("sigmoid", far)).toEqual([0, 0, 0, 0]);
    expect(slopesOf("tanh", far)).toEqual([0, 0, 0, 0]);
  });

  test("multiply the gradient that comes", () => {
    const dx = new Float64Array(2);
    portable.activateBackward("relu", Float64Array.of(1, -1), Float64Array.of(5, 7), 0, dx);
    expect(dx).toEqual(Float64Array.of(5, -0 + 0));
  });
});
