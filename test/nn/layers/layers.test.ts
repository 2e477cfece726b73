import { describe, expect, test } from "vitest";
import {
  gradCheck,
  leavesOf,
  type Tree,
  type Variable,
  vjp,
  withLeaves,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import type { NdArray, Precision, Reals } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { drawApart, drawModel, type LayerCase, LAYERS } from "./layerCases.js";

/** Two samples would be ±1 once they are normalised as a batch, whatever they were. */
const SAMPLES = 3;

/** What a layer computes with. */
interface Unknowns {
  readonly x: Variable;
  readonly parameters: nn.ParameterTree<Variable>;
}

/** The layer as a function of its input and its parameters; dropout leaves out the same entries in each call. */
function functionOf({ network, state }: nn.Model, training: boolean) {
  return ({ x, parameters }: Unknowns): Variable =>
    nn.forward(network, parameters, state, x, { training, rng: createRng(5) }).y;
}

/** All numbers of the output and of a product with the Jacobian, from numbers that Float32 holds. */
function valueAndProduct({ layer, shape }: LayerCase, training: boolean, precision: Precision) {
  const round = ({ data, shape: axes }: NdArray<Reals>): NdArray<Reals> => {
    const single = Float32Array.from(data);
    return ndarrayOf(precision === "float32" ? single : Float64Array.from(single), axes);
  };
  const rng = createRng(3);
  const model = drawModel(layer, rng);
  const x = drawApart(rng, [SAMPLES, ...shape]);
  const leaves = leavesOf({ x, parameters: model.parameters }).map(({ leaf }) =>
    round(leaf as NdArray<Reals>),
  );
  const given = withLeaves({ x, parameters: model.parameters }, leaves.values());
  const g = normals(rng, [SAMPLES, ...outputShapeOf({ layer, shape })]);
  const { value, product } = vjp(functionOf(model, training), given as never, round(g));
  return leavesOf([value, product] as Tree).flatMap(({ leaf }) => [
    ...(leaf as NdArray<Reals>).data,
  ]);
}

function outputShapeOf({ layer, shape }: Pick<LayerCase, "layer" | "shape">): readonly number[] {
  return nn.summary(layer, shape).rows.at(-1)?.outputShape ?? [];
}

/** Whether the layer does something else in training. */
function actsInTraining({ layer, shape }: LayerCase): boolean {
  return /DROPOUT|BATCHNORM/.test(nn.formatSummary(nn.summary(layer, shape)));
}

function checkDerivatives({ layer, shape }: LayerCase, training: boolean): void {
  for (let seed = 0; seed < 20; seed++) {
    const rng = createRng(seed);
    const model = drawModel(layer, rng);
    const given = { x: drawApart(rng, [SAMPLES, ...shape]), parameters: model.parameters };
    const { error, compared } = gradCheck(functionOf(model, training), given as never, { seed });
    expect(compared).toBeGreaterThan(0);
    expect(error).toBeLessThan(1e-6); // central differences with h = 6e-6 are exact to about h²
  }
}

const [steady, acting] = [false, true].map((acts) =>
  LAYERS.filter((layerCase) => actsInTraining(layerCase) === acts),
);

describe.each(LAYERS)("$name", (layerCase) => {
  test("hands back the derivatives of its values", () => {
    checkDerivatives(layerCase, false);
  });
  test("has the output shape that is foretold", () => {
    const rng = createRng(1);
    const { network, parameters, state } = drawModel(layerCase.layer, rng);
    const { y } = nn.forward(network, parameters, state, drawApart(rng, [2, ...layerCase.shape]));
    expect(y.shape).toEqual([2, ...outputShapeOf(layerCase)]);
  });
  test.each([false, true])("is the same in Float32, training: %s", (training) => {
    const [single, double] = (["float32", "float64"] as const).map((precision) =>
      valueAndProduct(layerCase, training, precision),
    );
    expect(single.length).toBe(double.length);
    for (let i = 0; i < single.length; i++) {
      // Sums of some ten products of rounding 6e-8, and small variances that enlarge it.
      expect(Math.abs(single[i] - double[i])).toBeLessThan(2e-3 * Math.max(1, Math.abs(double[i])));
    }
  });
});

describe("in training", () => {
  test.each(acting)("$name hands back the derivatives of its values", (layerCase) => {
    checkDerivatives(layerCase, true);
  });
  test.each(steady)("$name computes the same bits", ({ layer, shape }) => {
    const rng = createRng(2);
    const { network, parameters, state } = drawModel(layer, rng);
    const x = drawApart(rng, [2, ...shape]);
    const y = (training: boolean): Reals =>
      nn.forward(network, parameters, state, x, { training }).y.data;
    expect(y(true)).toEqual(y(false));
  });
});
