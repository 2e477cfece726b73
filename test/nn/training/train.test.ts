import { describe, expect, test } from "vitest";
import { square, subtract, sum } from "../../../src/autodiff/index.js";
import { createRng } from "../../../src/core/index.js";
import type { NdArray, Progress } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { meanSquare, NOISY, numbersOf, regression } from "./examples.js";

const DATA = regression(20);
const MLP = nn.mlp([2, 8, 1], { activation: "tanh" });
const optimizer = nn.adam({ learningRate: 0.02 });

describe("training", () => {
  test("lets the loss fall to a hundredth on a smooth function", async () => {
    const { history } = await nn.train(MLP, DATA, { epochs: 300, batchSize: 5, optimizer });
    expect(history).toHaveLength(300);
    expect(history.at(-1)?.loss).toBeLessThan(0.01 * history[0].loss);
  });
  test("gives the same bits from the same seed, others from another", async () => {
    const run = async (seed: number) =>
      numbersOf(await nn.train(NOISY, DATA, { epochs: 3, batchSize: 8, seed }));
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
  });
  test("takes the samples in another order from another seed", async () => {
    const model = nn.createModel(MLP, { seed: 3 });
    const run = async (seed: number) =>
      (await nn.train(model, DATA, { epochs: 2, batchSize: 5, seed })).history;
    expect(await run(1)).not.toEqual(await run(2));
  });
  test("with all samples in a batch is a row of trainer steps", async () => {
    const model = nn.createModel(MLP, { seed: 3 });
    const { last, history } = await nn.train(model, DATA, { epochs: 3, batchSize: 20, optimizer });
    const trainer = nn.createTrainer(model, { optimizer });
    const losses = [0, 1, 2].map(() => trainer.step(DATA.x, DATA.y).loss);
    // The order of samples differs, and with it the rounding of sums of twenty.
    history.forEach(({ loss }, i) => expect(loss).toBeCloseTo(losses[i], 12));
    const [a, b] = [last, trainer.model()].map((m) => nn.weightsOf(m)["0.weight"] as NdArray);
    a.data.forEach((w, i) => expect(w).toBeCloseTo(b.data[i], 10));
    trainer.close();
  });
  test("leaves the model, the data and their order as they are", async () => {
    const model = nn.createModel(NOISY, { seed: 3 });
    const before = [JSON.stringify(nn.weightsOf(model)["0.weight"]), [...DATA.x.data]];
    await nn.train(model, DATA, { epochs: 1 });
    expect([JSON.stringify(nn.weightsOf(model)["0.weight"]), [...DATA.x.data]]).toEqual(before);
  });
  test("visits every sample once an epoch, a smaller batch at the end", async () => {
    const seen: number[] = [];
    const rows = Array.from({ length: 7 }, (_, i) => [i]);
    const loss: nn.LossFunction = (p, t) => {
      seen.push(...(t.data as Float64Array));
      return sum(square(subtract(p, t)));
    };
    await nn.train(
      nn.dense({ inputs: 1, outputs: 1 }),
      { x: rows, y: rows },
      {
        ...{ epochs: 1, batchSize: 3, loss, optimizer: nn.sgd({ learningRate: 0 }) },
      },
    );
    expect(seen).toHaveLength(7);
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(seen).not.toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
  test("reports every batch", async () => {
    const reports: Progress[] = [];
    const onProgress = (progress: Progress) => reports.push(progress);
    await nn.train(MLP, DATA, { epochs: 2, batchSize: 8, onProgress });
    expect(reports).toEqual(
      [1, 2, 3, 4, 5, 6].map((done) => ({ done, total: 6, unit: "batches" })),
    );
  });
  test("works in Float32", async () => {
    const model = nn.createModel(NOISY, { precision: "float32", seed: 1 });
    const { last, history } = await nn.train(model, DATA, { epochs: 30, optimizer });
    expect((nn.weightsOf(last)["0.weight"] as NdArray).data).toBeInstanceOf(Float32Array);
    expect(history.at(-1)?.loss).toBeLessThan(history[0].loss);
  });
});

describe("the history", () => {
  test("has the mean loss of the epoch's samples before their steps", async () => {
    const model = nn.createModel(MLP, { seed: 3 });
    const still = { epochs: 2, batchSize: 8, optimizer: nn.sgd({ learningRate: 0 }) };
    const { history } = await nn.train(model, DATA, { ...still, validation: DATA });
    const expected = meanSquare(model, DATA);
    for (const { loss, validationLoss } of history) {
      expect(loss).toBeCloseTo(expected, 13); // the last batch is smaller, and counts for less
      expect(validationLoss).toBeCloseTo(expected, 13);
    }
  });
  test("has the learning rate of the schedule, which counts batches", async () => {
    const schedule = nn.stepDecay({ every: 3, factor: 0.5 });
    const { history } = await nn.train(MLP, DATA, {
      ...{ epochs: 3, batchSize: 8, schedule, optimizer: nn.sgd({ learningRate: 0.1 }) },
    });
    expect(history.map(({ learningRate }) => learningRate)).toEqual([0.1, 0.05, 0.025]);
  });
});

describe("the best model", () => {
  test("is that of the epoch with the least validation loss, with its running means", async () => {
    const validation = regression(10, 2);
    const fast = { epochs: 12, batchSize: 5, optimizer: nn.adam({ learningRate: 0.3 }), seed: 4 };
    const result = await nn.train(NOISY, DATA, { ...fast, validation });
    const losses = result.history.map(({ validationLoss = NaN }) => validationLoss);
    expect(losses[result.bestEpoch]).toBe(Math.min(...losses));
    expect(result.bestEpoch).toBeLessThan(11); // else the last model would be the best one
    expect(meanSquare(result.model, validation)).toBeCloseTo(Math.min(...losses), 12);
  });
  test("stops the training once patience has run out", async () => {
    const still = { batchSize: 20, optimizer: nn.sgd({ learningRate: 0 }) };
    const { history, stop, bestEpoch } = await nn.train(MLP, DATA, {
      ...{ ...still, validation: DATA, epochs: 50, earlyStopping: { patience: 3 } },
    });
    expect(history).toHaveLength(4); // the first is the best, three more are waited for
    expect([stop, bestEpoch]).toEqual(["earlyStopping", 0]);
  });
  test("has to be better by minimumDecrease", async () => {
    const earlyStopping = { patience: 2, minimumDecrease: 1e9 };
    const { history } = await nn.train(MLP, DATA, { epochs: 50, earlyStopping });
    expect(history).toHaveLength(3);
  });
});

describe("groups of parameters", () => {
  const model = nn.createModel(nn.mlp([2, 4, 4, 1]), { seed: 2 });
  const trained = async (groups: readonly nn.ParameterGroup[]) => {
    const { last } = await nn.train(model, DATA, { epochs: 2, optimizer, groups });
    return nn.weightsOf(last) as Record<string, NdArray>;
  };
  const before = nn.weightsOf(model) as Record<string, NdArray>;

  test("that are frozen stay to the bit, the others move", async () => {
    const after = await trained([{ parameters: "2", frozen: true }]);
    for (const name of Object.keys(before)) {
      const moved = after[name].data.some((w, i) => w !== before[name].data[i]);
      expect(moved, name).toBe(!name.startsWith("2."));
    }
  });
  test("are chosen by a function of the path, too; the first that names a parameter counts", async () => {
    const after = await trained([
      { parameters: "0.bias", learningRateFactor: 1 },
      { parameters: (path) => path.endsWith("bias"), frozen: true },
    ]);
    expect(after["0.bias"].data).not.toEqual(before["0.bias"].data);
    expect(after["2.bias"].data).toEqual(before["2.bias"].data);
  });
  test("may have another rate: none is as good as frozen", async () => {
    const after = await trained([{ parameters: "4.weight", learningRateFactor: 0 }]);
    expect(after["4.weight"].data).toEqual(before["4.weight"].data);
  });
  test("that name nothing are refused", async () => {
    await expect(trained([{ parameters: "7" }])).rejects.toThrow(
      "nn: groups[0] should name some of the parameters 0.weight, 0.bias, 2.weight, 2.bias, 4.weight, " +
        "4.bias; it names none. Give a path, or its beginning.",
    );
  });
});

test("clipping bounds the step of plain gradient descent", () => {
  const model = nn.createModel(MLP, { seed: 1 });
  const trainer = nn.createTrainer(model, {
    ...{ optimizer: nn.sgd({ learningRate: 1 }), clip: { norm: 0.01 } },
  });
  const { largestGradient } = trainer.step(DATA.x, DATA.y, { rng: createRng(1) });
  const [a, b] = [model, trainer.model()].map((m) => Object.values(nn.weightsOf(m)) as NdArray[]);
  trainer.close();
  const length = Math.hypot(
    ...a.flatMap(({ data }, i) => [...data].map((w, j) => w - b[i].data[j])),
  );
  expect(largestGradient).toBeGreaterThan(0.01);
  expect(length).toBeCloseTo(0.01, 6); // but for the 1e-6 in the clipping
});
