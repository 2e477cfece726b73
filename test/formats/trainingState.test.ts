import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, rngFromState } from "../../src/core/index.js";
import type { RngState } from "../../src/core/index.js";
import { decodeModel, encodeModel, readNpz } from "../../src/formats/index.js";

/** What training has to remember: parameters by layer, an optimiser's moments, streams, history. */
function trainingState(rng: RngState): object {
  const weight = ndarrayOf(Float32Array.of(1 / 3, -0, NaN, 2 ** -149), [2, 2]);
  return {
    kind: "training",
    epoch: 3,
    params: { "0": { weight, bias: Float64Array.of(1 / 3) }, "10": { weight }, "2": {} },
    state: { "1": { runningMean: Float64Array.of(0.1), batches: 7 } },
    optimizer: { name: "adam", step: 42, moments: [[weight, weight], []], schedule: null },
    best: { loss: Infinity, params: undefined },
    rng: { order: rng, dropout: [rng, rng] },
    history: [
      { epoch: 0, loss: 5e-324, validation: undefined },
      { epoch: 1, loss: 0.1 + 0.2, validation: NaN },
    ],
    spectrum: { re: Float32Array.of(1), im: Float32Array.of(-1), shape: [1] },
    compute: { backend: "wasm", threads: 2, relaxed: false },
  };
}

describe("the state of a training run", () => {
  test("comes back to the bit, layers named by digits too", () => {
    const rng = createRng(11);
    rng.normal(); // a spare one is kept
    const state = trainingState(rng.state());
    const bytes = encodeModel(state);
    const again = decodeModel(bytes);
    expect(again).toStrictEqual(state);
    expect(encodeModel(again as object)).toEqual(bytes);
  });

  test("goes on with the same random numbers", () => {
    const rng = createRng("dropout");
    rng.normal();
    rng.split();
    const { state } = decodeModel(encodeModel({ state: rng.state() })) as { state: RngState };
    const again = rngFromState(state);
    for (let i = 0; i < 5; i++) expect(again.normal()).toBe(rng.normal());
    expect(again.split().uint32()).toBe(rng.split().uint32());
  });

  test("may have thousands of arrays, also where their names become the same in the file", () => {
    const names = Array.from({ length: 4000 }, (_, i) => String.fromCharCode(0x4e00 + i));
    const state = Object.fromEntries(names.map((name, i) => [name, Float32Array.of(i)]));
    const bytes = encodeModel(state);
    expect(decodeModel(bytes)).toStrictEqual(state);
  });

  test("the arrays in the file stay apart where one name is the counted form of another", () => {
    const keys = ["a-2", "a", "a ", "a_", "a_-2"];
    const state = Object.fromEntries(keys.map((key, i) => [key, Float64Array.of(i)]));
    expect(decodeModel(encodeModel(state))).toStrictEqual(state);
  });

  test("refuses a stream in place of its state, naming the place", () => {
    expect(() => encodeModel({ rng: [createRng(1)] })).toThrow(
      "model.rng.0 should be plain data (numbers, strings, lists, objects, arrays of numbers); got an instance of",
    );
    expect(() => readNpz(encodeModel(trainingState(createRng(1).state())))).toThrow(
      "The file is a saved model",
    );
  });
});
