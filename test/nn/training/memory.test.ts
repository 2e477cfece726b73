import { afterEach, expect, test, vi } from "vitest";
import { backend } from "../../../src/compute/index.js";
import { createRng, normals } from "../../../src/core/index.js";
import type { Reals } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";

afterEach(() => vi.restoreAllMocks());

/** Bytes that were taken from the backend and not given back since the call. */
function watchBytes(): () => number {
  const { allocate, release } = backend();
  let bytes = 0;
  vi.spyOn(backend(), "allocate").mockImplementation((...args: Parameters<typeof allocate>) => {
    const array: Reals = allocate(...args);
    bytes += array.byteLength;
    return array;
  });
  vi.spyOn(backend(), "release").mockImplementation((array) => {
    bytes -= array.byteLength;
    release(array);
  });
  return () => bytes;
}

/** All bytes of the memory that the backend's arrays lie in, where they share one. */
function wholeMemory(): number {
  const array = backend().allocate(1);
  const { byteLength } = array.buffer;
  backend().release(array);
  return byteLength;
}

const CNN = nn.sequential([
  ...[nn.conv2d({ inputs: 1, outputs: 4, window: 3 }), nn.batchNorm({ channels: 4 }), nn.relu()],
  ...[nn.maxPool({ window: 2 }), nn.residual([nn.conv2d({ inputs: 4, outputs: 4, window: 3 })])],
  ...[nn.leakyRelu(), nn.dropout(0.1), nn.flatten(), nn.dense({ inputs: 64, outputs: 3 })],
]);

test.each([
  ...(["float64", "float32"] as const).flatMap((precision) => [
    { name: "convolutional network", precision, network: CNN, shape: [1, 8, 8] },
    { name: "perceptron", precision, network: nn.mlp([20, 16, 3]), shape: [20] },
  ]),
])("steps of a $name in $precision own as much as the first, to the byte", (given) => {
  const { network, precision, shape } = given;
  const rng = createRng(1);
  const owned = watchBytes();
  const model = nn.createModel(network, { precision });
  const trainer = nn.createTrainer(model, {
    ...{ optimizer: nn.adam({ weightDecay: 0.01 }), clip: { norm: 1 } },
  });
  const [x, y] = [normals(rng, [8, ...shape]), normals(rng, [8, 3])];
  const step = () => {
    trainer.step(x, y, { rng });
    trainer.evaluate(x, y);
  };
  step();
  const before = [owned(), wholeMemory()];
  const calls = vi.mocked(backend().allocate).mock.calls.length;
  step();
  const perStep = vi.mocked(backend().allocate).mock.calls.length - calls;
  for (let i = 0; i < 200; i++) step();
  expect([owned(), wholeMemory()]).toEqual(before);
  expect(owned()).toBeGreaterThan(0);
  // Nothing but the array that each parameter decays in is asked for again.
  expect(perStep).toBeLessThanOrEqual(Object.keys(nn.weightsOf({ ...model, state: {} })).length);
  trainer.close();
  expect(owned()).toBe(0);
});
test("a training gives everything back, also one that fails", async () => {
  const owned = watchBytes();
  const [x, y] = [normals(createRng(1), [10, 20]), normals(createRng(2), [10, 3])];
  const network = nn.mlp([20, 16, 3]);
  await nn.train(network, { x, y }, { epochs: 2 });
  expect(owned()).toBe(0);
  const optimizer = nn.sgd({ learningRate: 1e9 });
  await expect(nn.train(network, { x, y }, { epochs: 50, optimizer })).rejects.toThrow("finite");
  expect(owned()).toBe(0);
});
