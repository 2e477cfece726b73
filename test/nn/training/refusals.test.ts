import { describe, expect, test } from "vitest";
import { ConvergenceError, ndarrayOf, ShapeError, ValueError } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { regression } from "./examples.js";

const DATA = regression(10);
const MLP = nn.mlp([2, 4, 1]);
const CLASSIFIER = nn.mlp([2, 4, 3]);
const labels = (...values: number[]) => ndarrayOf(Float64Array.from(values), [values.length]);

/** Expects that training is refused with a sentence. */
async function refused(
  type: typeof ValueError | typeof ShapeError,
  sentence: string,
  data: nn.TrainingData,
  options: nn.TrainOptions = {},
  network: nn.Layer = MLP,
): Promise<void> {
  const attempt = () => nn.train(network, data, { epochs: 1, ...options });
  await expect(attempt()).rejects.toThrow(sentence);
  await expect(attempt()).rejects.toBeInstanceOf(type);
}

describe("data are refused", () => {
  test("that are not finite, with the first index", async () => {
    const x = ndarrayOf(DATA.x.data.slice(), DATA.x.shape);
    x.set(6, 1, NaN);
    const sentence = "nn.train: data.x should be finite; got NaN at index [6, 1].";
    await refused(ValueError, sentence, { ...DATA, x });
    const y = ndarrayOf(DATA.y.data.slice(), DATA.y.shape);
    y.set(3, 0, -Infinity);
    await refused(ValueError, "data.y should be finite; got -Infinity at index [3, 0]", {
      ...DATA,
      y,
    });
    await refused(ValueError, "nn.train: validation.y should be finite", DATA, {
      validation: { ...DATA, y },
    });
  });
  test("of no sample", async () => {
    const none = ndarrayOf(new Float64Array(0), [0, 2]);
    await refused(
      ValueError,
      "nn.train: data should hold at least one sample; got none. Check what was read.",
      { x: none, y: ndarrayOf(new Float64Array(0), [0, 1]) },
    );
  });
  test("whose samples and targets differ in number", async () => {
    await refused(
      ShapeError,
      "nn.train: data: x and y should hold one target for every sample; got shapes [10, 2] and [9, 1].",
      { ...DATA, y: regression(9).y },
    );
  });
  test("that do not fit the network", async () => {
    const x = ndarrayOf(new Float64Array(30), [10, 3]);
    const sentence = "nn: layer 0 (dense) expects samples of shape [2]; got [3].";
    await refused(ShapeError, sentence, { ...DATA, x });
  });
  test("whose targets have another shape than the output", async () => {
    const y = ndarrayOf(new Float64Array(20), [10, 2]);
    const sentence =
      "nn: the network's output and the targets should have one shape; got [10, 1] and [10, 2]";
    await refused(ShapeError, sentence, { ...DATA, y });
  });
});

describe("labels are refused", () => {
  const x = regression(3).x;
  const options = { loss: "crossEntropy" } as const;
  test.each([3, -1, 0.5])("that are no classes: %f", async (label) => {
    await refused(
      ValueError,
      "nn.train: data: labels should be class numbers from 0 to 2, as many as the network's outputs; got " +
        `${label} at index 1.`,
      { x, y: labels(2, label, 0) },
      options,
      CLASSIFIER,
    );
  });
  test("also of the validation", async () => {
    const validation = { x, y: labels(0, 1, 7) };
    const data = { x, y: labels(0, 1, 2) };
    const sentence = "nn.train: validation: labels should be class numbers from 0 to 2";
    await refused(ValueError, sentence, data, { ...options, validation }, CLASSIFIER);
  });
  test("but not of the right ones, nor probabilities", async () => {
    await nn.train(CLASSIFIER, { x, y: labels(0, 1, 2) }, { ...options, epochs: 1 });
    const certain = ndarrayOf(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), [3, 3]);
    await nn.train(CLASSIFIER, { x, y: certain }, { ...options, epochs: 1 });
  });
});

describe("options are refused", () => {
  test("a batch larger than the data", async () => {
    await refused(
      ValueError,
      "nn.train: batchSize should not exceed the 10 samples; got 11. Use 10 for steps with all samples.",
      DATA,
      { batchSize: 11 },
    );
  });
  test.each<[nn.TrainOptions, string]>([
    [{ epochs: 0 }, "nn.train: epochs"],
    [{ batchSize: 0 }, "nn.train: batchSize"],
    [{ loss: "hinge" as never }, "nn: loss"],
    [{ earlyStopping: { patience: 0 } }, "nn.train: earlyStopping.patience"],
    [{ earlyStopping: { patience: 1, minimumDecrease: -1 } }, "earlyStopping.minimumDecrease"],
    [{ checkpoint: { every: 0 } }, "nn.train: checkpoint.every"],
    [{ clip: {} }, "nn.fillClipped"],
    [{ groups: [{ parameters: "9" }] }, "nn: groups[0] should name some of the parameters"],
  ])("%o", async (options, sentence) => {
    await refused(ValueError, sentence, DATA, options);
  });
});

describe("a training that runs away", () => {
  const wild = { epochs: 50, batchSize: 5, optimizer: nn.sgd({ learningRate: 1e6 }) };
  test("is stopped with its epoch, batch and largest gradient", async () => {
    const attempt = nn.train(MLP, DATA, wild);
    await expect(attempt).rejects.toBeInstanceOf(ConvergenceError);
    await expect(nn.train(MLP, DATA, wild)).rejects.toThrow(
      /^nn\.train: the loss and its gradient should stay finite; in epoch \d+, batch [01], the loss was \S+ and the largest gradient \S+ \(one step before: \S+\)\. Lower learningRate, or clip the gradients: clip: \{ norm: 1 \}\.$/,
    );
  });
  test("in the first batch says so without a step before", async () => {
    const huge = { x: ndarrayOf(new Float64Array(4).fill(1e200), [2, 2]), y: [[0], [0]] };
    const attempt = nn.train(nn.mlp([2, 1]), huge, { epochs: 1 });
    await expect(attempt).rejects.toThrow(
      /in epoch 0, batch 0, the loss was Infinity and the .* gradient [^(]*\. Lower/,
    );
  });
  test("leaves a trainer as it was before that step", () => {
    const trainer = nn.createTrainer(nn.createModel(nn.mlp([2, 1])));
    const before = [nn.weightsOf(trainer.model()), trainer.optimizerState()];
    const { loss } = trainer.step([[1e200, 1e200]], [[0]]);
    expect(loss).toBe(Infinity);
    expect([nn.weightsOf(trainer.model()), trainer.optimizerState()]).toEqual(before);
    trainer.close();
  });
});

describe("what is no part of a network is refused", () => {
  test("an optimiser that none of the makers made", async () => {
    await refused(
      ValueError,
      'nn.train: optimizer should be one that nn.sgd, nn.rmsProp, nn.adam or nn.adamW made; got "adam". ' +
        "Use nn.adam({ learningRate: 0.001 }).",
      DATA,
      { optimizer: "adam" as never },
    );
    expect(() => nn.createTrainer(nn.createModel(MLP), { optimizer: {} as never })).toThrow(
      "nn.createTrainer: optimizer should be one that",
    );
  });
  test("a layer of an unknown kind, and no network at all", async () => {
    const strange = { kind: "linear" } as unknown as nn.Layer;
    await refused(ValueError, 'got kind "linear". Make it by nn.sequential', DATA, {}, strange);
    const missing = null as unknown as nn.Layer;
    await refused(ValueError, "got a value without a kind. Make it by", DATA, {}, missing);
    await expect(nn.trainFullBatch(missing, DATA)).rejects.toThrow("got a value without a kind");
  });
});
