import { afterEach, describe, expect, test } from "vitest";
import { info, use } from "../../../src/compute/index.js";
import { FormatError, ValueError } from "../../../src/core/index.js";
import { encodeModel } from "../../../src/formats/index.js";
import * as nn from "../../../src/nn/index.js";
import { NOISY, numbersOf, regression } from "./examples.js";

const DATA = regression(20);
const OPTIONS: nn.TrainOptions = {
  ...{ epochs: 4, batchSize: 8, seed: 3, optimizer: nn.adamW({ learningRate: 0.05 }) },
  schedule: nn.cosineDecay(),
  validation: regression(6, 9),
};

/** Trains until so many batches are done; returns the bytes that were saved last. */
async function interrupted(
  batches: number,
  options: nn.TrainOptions = OPTIONS,
): Promise<Uint8Array> {
  const controller = new AbortController();
  const reason = new Error("enough");
  let saved = new Uint8Array();
  let done = 0;
  const training = nn.train(NOISY, DATA, {
    ...options,
    signal: controller.signal,
    onProgress: (progress) => {
      done = progress.done;
      if (done === batches) controller.abort(reason);
    },
    checkpoint: { save: (bytes) => void (saved = bytes.slice()) },
  });
  await expect(training).rejects.toBe(reason);
  expect(done).toBe(batches); // none more was begun
  return saved;
}

/** Goes on from a checkpoint. */
function resumed(resume: Uint8Array, options: nn.TrainOptions = {}, network: nn.Layer = NOISY) {
  return nn.train(network, DATA, { ...OPTIONS, ...options, checkpoint: { resume } });
}

describe("a training that is aborted", () => {
  // Batches 1–3 make the first of four epochs; 6 and 9 end one, 12 ends the last.
  test.each([1, 3, 5, 9, 12])("after %i batches goes on to the same bits", async (batches) => {
    const whole = await nn.train(NOISY, DATA, OPTIONS);
    expect(numbersOf(await resumed(await interrupted(batches)))).toEqual(numbersOf(whole));
  });
  test("more than once does, too", async () => {
    const first = await interrupted(2);
    const second = await interrupted(7, { ...OPTIONS, checkpoint: { resume: first } });
    const whole = await nn.train(NOISY, DATA, OPTIONS);
    expect(numbersOf(await resumed(second))).toEqual(numbersOf(whole));
  });
  test("in Float32 does, too, with momentum", async () => {
    const model = nn.createModel(NOISY, { precision: "float32", seed: 1 });
    const options = { ...OPTIONS, optimizer: nn.rmsProp({ learningRate: 0.01, momentum: 0.5 }) };
    let bytes = new Uint8Array();
    const save = (saved: Uint8Array) => void (bytes = saved.slice());
    await nn.train(model, DATA, {
      ...options,
      schedule: nn.constantRate(),
      epochs: 2,
      checkpoint: { save },
    });
    const steady = { ...options, schedule: nn.constantRate(), epochs: 5 };
    const whole = await nn.train(model, DATA, steady);
    const later = await nn.train(model, DATA, { ...steady, checkpoint: { resume: bytes } });
    expect(numbersOf(later)).toEqual(numbersOf(whole));
  });
  test("before it began does nothing", async () => {
    const signal = AbortSignal.abort(new Error("no"));
    await expect(nn.train(NOISY, DATA, { signal })).rejects.toThrow("no");
  });
});

describe("a checkpoint", () => {
  test("is saved every few epochs, and at the end", async () => {
    const count = async (every: number, epochs: number) => {
      let saves = 0;
      const save = () => {
        saves++;
      };
      await nn.train(NOISY, DATA, { epochs, checkpoint: { every, save } });
      return saves;
    };
    expect(await count(1, 5)).toBe(5);
    expect(await count(2, 5)).toBe(3);
  });
  test("is waited for", async () => {
    const order: string[] = [];
    const save = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push("saved");
    };
    await nn.train(NOISY, DATA, { epochs: 1, checkpoint: { save } });
    expect([...order, "done"]).toEqual(["saved", "done"]);
  });
  test("of a finished training is its result", async () => {
    let saved = new Uint8Array();
    const save = (bytes: Uint8Array) => void (saved = bytes.slice());
    const whole = await nn.train(NOISY, DATA, { ...OPTIONS, checkpoint: { save } });
    expect(numbersOf(await resumed(saved))).toEqual(numbersOf(whole));
  });
});

describe("a checkpoint is refused", () => {
  const other = info().backend === "wasm" ? "portable" : "wasm";
  afterEach(() => void use());

  test("on another backend", async () => {
    const saved = await interrupted(2);
    const { backend } = info();
    use({ backend: other });
    await expect(resumed(saved)).rejects.toThrow(ValueError);
    await expect(resumed(saved)).rejects.toThrow(
      `nn.train: backend should be that of the checkpoint, "${backend}", to go on to the same bits; got ` +
        `"${other}". Call compute.use({ backend: "${backend}" }).`,
    );
  });
  test.each<[string, nn.TrainOptions]>([
    ["batchSize", { batchSize: 4 }],
    ["optimizer", { optimizer: nn.adamW({ learningRate: 0.06 }) }],
    ["schedule", { schedule: nn.constantRate() }],
    ["steps", { epochs: 8 }], // a cosine goes on to the last one
    ["loss", { loss: "huber" }],
    ["clip", { clip: { norm: 1 } }],
    ["groups", { groups: [{ parameters: (path) => path === "0.bias", frozen: true }] }],
  ])("with another %s", async (what, options) => {
    const saved = await interrupted(2);
    await expect(resumed(saved, options)).rejects.toThrow(
      `nn.train: ${what} should be that of the checkpoint, `,
    );
  });
  test("with another number of samples", async () => {
    const resume = await interrupted(2);
    const fewer = nn.train(NOISY, regression(19), { ...OPTIONS, checkpoint: { resume } });
    await expect(fewer).rejects.toThrow("nn.train: samples should be that of the checkpoint, 20,");
  });
  test("for another network, naming the first parameter that differs", async () => {
    const saved = await interrupted(2);
    const wider = nn.sequential([nn.dense({ inputs: 2, outputs: 9 }), ...NOISY.layers.slice(1)]);
    const attempt = resumed(saved, {}, wider);
    await expect(attempt).rejects.toThrow(ValueError);
    await expect(resumed(saved, {}, wider)).rejects.toThrow(
      "nn.train: the checkpoint should be of this model; its parameter is 0.weight [8, 2] in float64 where " +
        "the model has 0.weight [9, 2] in float64. Build the network that was trained.",
    );
    const shorter = nn.sequential(NOISY.layers.slice(0, 4));
    await expect(resumed(saved, {}, shorter)).rejects.toThrow(
      "its parameter is 4.weight [1, 8] in float64 where the model has missing",
    );
  });
  test("if it is damaged, cut, or something else", async () => {
    const saved = await interrupted(2);
    const damaged = saved.slice();
    damaged[Math.floor(saved.length / 2)] ^= 1;
    await expect(resumed(damaged)).rejects.toThrow(FormatError);
    await expect(resumed(saved.slice(0, 100))).rejects.toThrow(FormatError);
    await expect(resumed(new Uint8Array())).rejects.toThrow(FormatError);
    await expect(resumed(encodeModel({ kind: "picture" }))).rejects.toThrow(
      "nn.train: checkpoint should be one that nn.train saved; these bytes hold something else.",
    );
  });
});
