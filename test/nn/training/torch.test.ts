import { expect, test } from "vitest";
import * as nn from "../../../src/nn/index.js";
import { recordedTorch } from "../../torch.js";
import { expectAgreement, modelOf } from "../recorded.js";

const NETWORK = nn.sequential([
  ...[nn.dense({ inputs: 5, outputs: 7 }), nn.tanh()],
  ...[nn.dense({ inputs: 7, outputs: 6 }), nn.relu()],
  nn.dense({ inputs: 6, outputs: 3 }),
]);

test.each<[string, nn.TrainerOptions]>([
  ["sgd", { optimizer: nn.sgd({ learningRate: 0.1 }) }],
  ["sgd-momentum", { optimizer: nn.sgd({ learningRate: 0.05, momentum: 0.9 }) }],
  ["sgd-nesterov", { optimizer: nn.sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }) }],
  [
    "sgd-weight-decay",
    { optimizer: nn.sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 0.01 }) },
  ],
  ["sgd-clipped", { optimizer: nn.sgd({ learningRate: 0.1 }), clip: { norm: 0.1 } }],
  ["rmsprop", { optimizer: nn.rmsProp({ learningRate: 0.01 }) }],
  ["rmsprop-momentum", { optimizer: nn.rmsProp({ learningRate: 0.01, momentum: 0.5 }) }],
  ["adam", { optimizer: nn.adam({ learningRate: 0.01 }) }],
  ["adam-weight-decay", { optimizer: nn.adam({ learningRate: 0.01, weightDecay: 0.01 }) }],
  ["adamw", { optimizer: nn.adamW({ learningRate: 0.01, weightDecay: 0.01 }) }],
])("twenty steps of %s with all samples end where PyTorch's do", (id, options) => {
  const { x, target, ...weights } = recordedTorch("mlp-squared-error");
  const recorded = recordedTorch(`trajectory-${id}`);
  const trainer = nn.createTrainer(modelOf(NETWORK, weights), options);
  const losses = Array.from({ length: 20 }, () => trainer.step(x, target).loss);
  const last = nn.weightsOf(trainer.model()) as typeof weights;
  trainer.close();
  expectAgreement(losses, recorded.losses.data);
  for (const [name, { data }] of Object.entries(last)) {
    expectAgreement(data, recorded[`final.${name}`].data);
  }
  expect(Object.keys(last)).toHaveLength(6);
});
