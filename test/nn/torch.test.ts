import { describe, expect, test } from "vitest";
import {
  leavesOf,
  multiply,
  sum,
  toArray,
  valueAndGrad,
  type Variable,
} from "../../src/autodiff/index.js";
import type { NdArray } from "../../src/core/index.js";
import * as nn from "../../src/nn/index.js";
import { recordedTorch } from "../torch.js";
import { expectAgreement, modelOf } from "./recorded.js";

/** PyTorch's multilayer perceptron 5-7-6-3. */
const PERCEPTRON = nn.sequential([
  ...[nn.dense({ inputs: 5, outputs: 7 }), nn.tanh()],
  ...[nn.dense({ inputs: 7, outputs: 6 }), nn.relu()],
  nn.dense({ inputs: 6, outputs: 3 }),
]);

const CONVOLUTIONAL = nn.sequential([
  ...[nn.conv2d({ inputs: 2, outputs: 4, window: 3 }), nn.relu(), nn.maxPool({ window: 2 })],
  nn.conv2d({ inputs: 4, outputs: 4, window: 3, padding: "zero" }),
  ...[nn.leakyRelu(), nn.averagePool({ window: 2 }), nn.flatten()],
  nn.dense({ inputs: 24, outputs: 3 }),
]);

interface Unknowns {
  readonly x: Variable;
  readonly parameters: nn.ParameterTree<Variable>;
}

/** A transposed convolution without padding, as PyTorch's. */
const UP = { inputs: 2, outputs: 3, window: 3, padding: "valid" } as const;

/** The gradients under the names of the recording: `grad.x`, `grad.0.weight`, … */
function expectGradients(
  model: nn.Model,
  id: string,
  loss: (unknowns: Unknowns) => Variable,
): number {
  const recorded = recordedTorch(id);
  const given = { x: recorded.x, parameters: model.parameters } as never;
  const { value, gradient } = valueAndGrad(loss)(given) as {
    value: number;
    gradient: { x: NdArray; parameters: nn.Parameters };
  };
  const named = nn.weightsOf({
    network: model.network,
    parameters: gradient.parameters,
    state: {},
  });
  for (const [name, array] of Object.entries({ x: gradient.x, ...named })) {
    expectAgreement(array.data, recorded[`grad.${name}`].data);
  }
  return value;
}

describe("networks have the outputs, losses and gradients of PyTorch's", () => {
  test.each<[string, nn.Layer, nn.Loss]>([
    ["mlp-squared-error", PERCEPTRON, "squaredError"],
    ["mlp-huber", PERCEPTRON, { kind: "huber", delta: 0.7 }],
    ["mlp-cross-entropy", PERCEPTRON, "crossEntropy"],
    ["mlp-cross-entropy-probabilities", PERCEPTRON, "crossEntropy"],
    ["cnn", CONVOLUTIONAL, "squaredError"],
  ])("%s", (id, network, loss) => {
    const { x, target, y, loss: recordedLoss } = recordedTorch(id);
    const model = modelOf(network, recordedTorch(id));
    expectAgreement(nn.predict(model, x).data, y.data);
    const value = expectGradients(model, id, ({ x: input, parameters }) =>
      nn.lossOf(loss)(nn.forward(network, parameters, model.state, input).y, target),
    );
    expectAgreement([value], recordedLoss.data);
  });
});

describe("layers have the outputs and gradients of PyTorch's", () => {
  test.each<[string, nn.Layer, boolean]>([
    ["batch-norm-first", nn.batchNorm({ channels: 3 }), true],
    ["batch-norm-second", nn.batchNorm({ channels: 3 }), true],
    ["batch-norm-evaluation", nn.batchNorm({ channels: 3 }), false],
    ["layer-norm", nn.layerNorm([6]), true],
    ["layer-norm-grid", nn.layerNorm([3, 4, 5]), true],
    ["group-norm-2", nn.groupNorm(2, 4), true],
    ["weight-norm-linear", nn.dense({ inputs: 4, outputs: 3, weightNorm: true }), true],
    [
      "weight-norm-conv2d",
      nn.conv2d({ inputs: 2, outputs: 3, window: 3, padding: "valid", weightNorm: true }),
      true,
    ],
    ["conv-transpose1d-stride-2", nn.convTransposed1d({ ...UP, window: 4, stride: 2 }), true],
    ["conv-transpose2d", nn.convTransposed2d(UP), true],
    ["conv-transpose2d-stride-2", nn.convTransposed2d({ ...UP, stride: 2 }), true],
    ["conv-transpose2d-dilation-2", nn.convTransposed2d({ ...UP, dilation: 2 }), true],
    [
      "conv-transpose2d-groups-2",
      nn.convTransposed2d({ ...UP, inputs: 4, outputs: 6, stride: 2, groups: 2 }),
      true,
    ],
    ["conv-transpose3d-stride-2", nn.convTransposed3d({ ...UP, window: 2, stride: 2 }), true],
    ["prelu", nn.prelu(3), true],
    ["max-pool2d", nn.maxPool({ window: 2 }), true],
    ["avg-pool2d-window-3-stride-2", nn.averagePool({ window: 3, stride: 2 }), true],
    ["leaky-relu", nn.leakyRelu(), true],
    ["elu-alpha-0.5", nn.elu(0.5), true],
    ["gelu-tanh", nn.gelu(), true],
    ["softmax", nn.softmax(), true],
  ])("%s", (id, layer, training) => {
    const { cotangent, y } = recordedTorch(id);
    const model = modelOf(layer, recordedTorch(id));
    let output: ArrayLike<number> = [];
    expectGradients(model, id, ({ x, parameters }) => {
      const result = nn.forward(layer, parameters, model.state, x, { training }).y;
      output = toArray(result).data;
      return sum(multiply(result, cotangent));
    });
    expectAgreement(output, y.data);
  });
  test.each([
    ["batch-norm-first", "batch-norm-second"],
    ["batch-norm-second", "batch-norm-evaluation"],
  ])("%s leaves the running statistics that %s begins with", (id, next) => {
    const layer = nn.batchNorm({ channels: 3 });
    const { parameters, state } = modelOf(layer, recordedTorch(id));
    const after = nn.forward(layer, parameters, state, recordedTorch(id).x, { training: true });
    const expected = modelOf(layer, recordedTorch(next)).state;
    expect(after.state.batches).toBe(expected.batches);
    for (const name of ["runningMean", "runningVariance"]) {
      expectAgreement((after.state[name] as NdArray).data, (expected[name] as NdArray).data);
    }
    expect(leavesOf(after.state)).toHaveLength(3);
  });
});
