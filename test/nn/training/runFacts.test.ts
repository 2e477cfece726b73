import { expect, test } from "vitest";
import { mlp, sgd, train } from "../../../src/nn/index.js";
import {
  cosineDecay,
  exponentialDecay,
  oneCycle,
  rateNeedsTotal,
  warmUp,
} from "../../../src/nn/schedules.js";
import type { TrainOptions } from "../../../src/nn/index.js";

const data = { x: [[0], [1], [2], [3]], y: [[1], [3], [5], [7]] };
const network = mlp([1, 2, 1]);
const usual: TrainOptions = { epochs: 2, batchSize: 2, optimizer: sgd({ learningRate: 0.01 }) };

/** Goes on with other options from the end of a run with the usual ones. */
async function goOn(first: TrainOptions, second: TrainOptions): Promise<unknown> {
  const saved: Uint8Array[] = [];
  const save = (bytes: Uint8Array): void => void saved.push(bytes);
  await train(network, data, { ...usual, ...first, checkpoint: { save } });
  const [resume] = saved.slice(-1);
  return train(network, data, { ...usual, ...second, checkpoint: { resume } });
}

test.each<[string, TrainOptions, TrainOptions]>([
  ['loss should be that of the checkpoint, "squaredError"', {}, { loss: "huber" }],
  ["clip should be that of the checkpoint, null", {}, { clip: { norm: 1 } }],
  ["groups should be that", {}, { groups: [{ parameters: "0", frozen: true }] }],
  ["batchSize should be that of the checkpoint, 2,", {}, { batchSize: 4 }],
  ["schedule should be that", {}, { schedule: exponentialDecay({ factor: 0.5 }) }],
  [
    "steps should be that of the checkpoint, 4,",
    { schedule: cosineDecay() },
    { schedule: cosineDecay(), epochs: 3 },
  ],
])("going on is refused where %s", async (message, first, second) => {
  await expect(goOn(first, second)).rejects.toThrow(message);
});

test("more epochs are allowed where the schedule does not count them", async () => {
  const longer = await train(network, data, { ...usual, epochs: 5 });
  const resumed = (await goOn({}, { epochs: 5 })) as typeof longer;
  expect(resumed.last.parameters).toEqual(longer.last.parameters);
  expect(resumed.history).toEqual(longer.history);
});

test("functions as losses, and what names parameters, may be written anew", async () => {
  const options = (): TrainOptions => ({
    groups: [{ parameters: (path) => path.endsWith("bias"), weightDecay: 0 }],
  });
  await expect(goOn(options(), options())).resolves.toBeDefined();
});

test("schedules that end with the training need its steps", () => {
  const own = { total: 10 };
  const needing = [cosineDecay(), oneCycle(), warmUp(2, cosineDecay())];
  const others = [cosineDecay(own), oneCycle(own), warmUp(2), exponentialDecay({ factor: 0.9 })];
  expect(needing.map(rateNeedsTotal)).toEqual([true, true, true]);
  expect(others.map(rateNeedsTotal)).toEqual([false, false, false, false]);
});
