import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ndarrayOf, ValueError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { readNpz, readSafetensors, writeNpz, writeSafetensors } from "../../src/formats/index.js";
import { openTensors, saveTensors } from "../../src/io/index.js";
import * as nn from "../../src/nn/index.js";

/** The network of fixtures/safetensors/state-dict.safetensors. */
const NETWORK = nn.sequential([
  ...[nn.conv2d({ inputs: 1, outputs: 2, window: 3 }), nn.batchNorm({ channels: 2 })],
  ...[nn.flatten(), nn.dense({ inputs: 2, outputs: 1 })],
]);
const STATE_DICT = readSafetensors(
  readFileSync(new URL("../fixtures/safetensors/state-dict.safetensors", import.meta.url)),
).tensors;

/** The model after two batches, so that its state is not the first one. */
function used(precision: "float64" | "float32"): nn.Model {
  const model = nn.createModel(NETWORK, { seed: 5, precision });
  const trainer = nn.createTrainer(model);
  const x = ndarrayOf(Float64Array.of(3, 1, 4, 1.5), [4, 1, 1, 1]);
  for (let step = 0; step < 2; step++) trainer.step(x, [[1], [2], [3], [4]]);
  const trained = trainer.model();
  trainer.close();
  return trained;
}

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "weights-"))));
afterAll(() => rmSync(folder, { recursive: true }));

describe("weights", () => {
  test("have the names, shapes and number types of PyTorch's state_dict", () => {
    const named = nn.weightsOf(nn.createModel(NETWORK)) as Record<string, NdArray>;
    const { tensors } = readSafetensors(writeSafetensors(named));
    expect(Object.keys(named).sort()).toEqual(Object.keys(STATE_DICT).sort());
    for (const [name, { shape }] of Object.entries(STATE_DICT)) {
      expect(named[name].shape, name).toEqual(shape);
      expect(tensors[name].data.constructor).toBe(STATE_DICT[name].data.constructor);
    }
    expect(named["1.num_batches_tracked"].data).toBeInstanceOf(BigInt64Array);
  });
  test("of weight norm are called weight_g and weight_v", () => {
    const model = nn.createModel(nn.dense({ inputs: 2, outputs: 3, weightNorm: true }));
    expect(Object.keys(nn.weightsOf(model))).toEqual(["weight_g", "weight_v", "bias"]);
  });
  test("that PyTorch wrote are loaded, with running means and the count of batches", () => {
    const model = nn.withWeights(nn.createModel(NETWORK), STATE_DICT);
    const named = nn.weightsOf(model) as Record<string, NdArray>;
    for (const [name, { data }] of Object.entries(STATE_DICT)) {
      expect(Array.from(named[name].data, Number)).toEqual(Array.from(data));
    }
  });
  test.each(["float64", "float32"] as const)(
    "come back from a file to the bit, %s",
    async (precision) => {
      const model = used(precision);
      const path = join(folder, `${precision}.safetensors`);
      await saveTensors(path, nn.weightsOf(model), { metadata: { format: "pt" } });
      const { tensors } = await openTensors(path);
      const fresh = nn.createModel(NETWORK, { seed: 6, precision });
      expect(nn.withWeights(fresh, tensors)).toEqual(model);
    },
  );
  test("come back from .npz", () => {
    const model = used("float64");
    const arrays = readNpz(writeNpz(nn.weightsOf(model)));
    expect(nn.withWeights(nn.createModel(NETWORK), arrays as nn.Weights)).toEqual(model);
  });
  test("take the precision of the model", () => {
    const model = nn.withWeights(nn.createModel(NETWORK, { precision: "float32" }), STATE_DICT);
    const { data } = nn.weightsOf(model)["0.weight"] as NdArray;
    expect(data).toEqual(Float32Array.from(STATE_DICT["0.weight"].data));
  });
  test("leave the model that they are put into as it is", () => {
    const model = nn.createModel(NETWORK);
    nn.withWeights(model, STATE_DICT);
    expect(model).toEqual(nn.createModel(NETWORK));
  });
});

describe("weights of another network are refused, naming the first tensor", () => {
  const load = (changes: Readonly<Record<string, unknown>>) => () => {
    const weights = { ...STATE_DICT, ...changes };
    return nn.withWeights(nn.createModel(NETWORK), weights as nn.Weights);
  };
  const zeros = (...shape: number[]): NdArray =>
    ndarrayOf(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape);

  test("that has another shape", () => {
    const wrong = load({ "3.weight": zeros(1, 3), "0.weight": zeros(2, 1, 5, 5) });
    expect(wrong).toThrow(ValueError);
    expect(wrong).toThrow(
      'nn.withWeights: "0.weight" should have shape [2, 1, 3, 3]; got [2, 1, 5, 5]. ' +
        "Build the network that the file was saved from.",
    );
  });
  test("that is missing", () => {
    expect(load({ "1.running_var": undefined, "3.bias": undefined })).toThrow(
      'nn.withWeights: weights should hold "3.bias" of shape [1]; it is missing.',
    );
    expect(load({ "1.running_var": undefined })).toThrow(
      '"1.running_var" of shape [2]; it is missing',
    );
  });
  test("that is none of the model's", () => {
    expect(load({ "4.weight": zeros(1) })).toThrow('"4.weight" is none of its tensors');
  });
  test("that is not finite", () => {
    expect(load({ "1.bias": ndarrayOf(Float64Array.of(0, Infinity), [2]) })).toThrow(
      'nn.withWeights: "1.bias" should be finite; got Infinity at index [1]',
    );
  });
  test("and names that objects have anyway are no tensors", () => {
    expect(() => nn.withWeights(nn.createModel(NETWORK), {})).toThrow('"0.weight"');
    expect(load({ constructor: zeros(1) })).toThrow('"constructor" is none of its tensors');
  });
});
