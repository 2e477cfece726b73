import { describe, expect, test } from "vitest";
import { gradCheck, mean, multiply, onTape, type Variable, vjp } from "../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals, ShapeError, ValueError } from "../../src/core/index.js";
import type { NdArray, Reals } from "../../src/core/index.js";
import { mase } from "../../src/metrics/index.js";
import * as nn from "../../src/nn/index.js";

const P = ndarrayOf(Float64Array.of(1, 2, -1, 0), [2, 2]);
const T = ndarrayOf(Float64Array.of(0, 2, 3, 0.5), [2, 2]); // differences 1, 0, −4, −1/2
const LABELS = ndarrayOf(Float64Array.of(1, 0), [2]);

const LOSSES: readonly [string, nn.Loss, NdArray][] = [
  ...(["squaredError", "halfSquaredError", "absoluteError", "huber", "mase"] as const).map(
    (name) => [name, name, T] as [string, nn.Loss, NdArray],
  ),
  ["huber, δ = 0.3", { kind: "huber", delta: 0.3 }, T],
  ["crossEntropy", "crossEntropy", LABELS],
];

/** A loss of an array. */
function value(loss: nn.Loss, p: NdArray, t: NdArray<Reals>): number {
  return vjp((x: Variable) => nn.lossOf(loss)(x, t), p, 1).value.data[0];
}

describe("losses in closed form", () => {
  test.each<[nn.Loss, number]>([
    ["squaredError", (1 + 16 + 0.25) / 4],
    ["halfSquaredError", (1 + 16 + 0.25) / 4], // ½ of the sum, for each of two samples
    ["absoluteError", 5.5 / 4],
    ["huber", (0.5 + 3.5 + 0.125) / 4],
    [{ kind: "huber", delta: 2 }, (0.5 + 6 + 0.125) / 4],
  ])("%o", (loss, expected) => {
    expect(value(loss, P, T)).toBeCloseTo(expected, 14);
  });
  test("half the squared error of a sample is ½‖p − t‖², whatever its shape", () => {
    const p = ndarrayOf(Float64Array.of(1, 2, 2), [1, 3]);
    const zero = ndarrayOf(new Float64Array(3), [1, 3]);
    expect(value("halfSquaredError", p, zero)).toBe(4.5);
    expect(value("squaredError", p, zero)).toBe(3);
  });
  test("Huber's is half the squared error where no difference exceeds δ", () => {
    expect(value({ kind: "huber", delta: 10 }, P, T)).toBeCloseTo(
      value("squaredError", P, T) / 2,
      14,
    );
  });
  test("cross-entropy is −ln softmax(p)[label], and that of its probabilities", () => {
    const expected = (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(1))) / 2;
    expect(value("crossEntropy", P, LABELS)).toBeCloseTo(expected, 14);
    const certain = ndarrayOf(Float64Array.of(0, 1, 1, 0), [2, 2]);
    expect(value("crossEntropy", P, certain)).toBeCloseTo(expected, 14);
  });
  test("MASE is the metric of the same name", () => {
    const [p, t] = [normals(createRng(1), [3, 5]), normals(createRng(2), [3, 5])];
    expect(value("mase", p, t)).toBeCloseTo(mase(p, t).mean, 12); // sums in another order
  });
  test("a function of one's own is taken as it is", () => {
    const own: nn.LossFunction = (p, t) => mean(multiply(p, t));
    expect(value(own, P, T)).toBe((4 - 3) / 4);
    expect(nn.lossOf(own)).toBe(own);
  });
});

describe("losses have the derivatives of their values", () => {
  test.each(LOSSES)("%s", (_name, loss, { shape }) => {
    for (let seed = 0; seed < 20; seed++) {
      const rng = createRng(seed);
      const target = shape.length === 1 ? LABELS : normals(rng, [2, 2]);
      // No difference is near 0 or δ: kinks are between these.
      const p = ndarrayOf(
        Float64Array.from({ length: 4 }, (_, i) => {
          const away = [0.1, 0.6, 1.5][rng.integer(3)] + 0.1 * rng.uniform();
          return (target.data[i] ?? 0) + (rng.uniform() < 0.5 ? -away : away);
        }),
        [2, 2],
      );
      expect(gradCheck((x: Variable) => nn.lossOf(loss)(x, target), p).error).toBeLessThan(1e-8);
    }
  });
});

describe("losses refuse", () => {
  test.each(LOSSES.filter(([name]) => name !== "crossEntropy"))(
    "%s: targets of another shape than the output, naming both",
    (_name, loss) => {
      const compare = () => onTape(() => value(loss, P, LABELS));
      expect(compare).toThrow(ShapeError);
      expect(compare).toThrow(
        "nn: the network's output and the targets should have one shape; got [2, 2] and [2]. " +
          "Reshape the targets.",
      );
    },
  );
  test("unknown names and δ out of range", () => {
    expect(() => nn.lossOf("hinge" as never)).toThrow(ValueError);
    expect(() => nn.lossOf("hinge" as never)).toThrow("nn: loss");
    expect(() => nn.lossOf({ kind: "huber", delta: 0 })).toThrow("nn: loss.delta");
  });
});
