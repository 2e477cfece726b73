/** Training repeats one step many times: after the first its memory is there. */
import { expect, test, vi } from "vitest";
import {
  averagePool,
  convolve,
  convolveTransposed,
  createArena,
  irfftn,
  matmul,
  maxPool,
  onTape,
  reshape,
  rfftn,
  sum,
  upsample,
  valueAndGrad,
  type Variable,
} from "../../../src/autodiff/index.js";
import { backend } from "../../../src/compute/index.js";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import { distance } from "./distance.js";

const rng = createRng(1);
const x = normals(rng, [2, 2, 8, 8]);
const parameters = {
  first: normals(rng, [4, 2, 3, 3]),
  second: normals(rng, [4, 2, 3, 3]),
  bias: normals(rng, [4]),
  back: normals(rng, [4, 2, 3, 3]),
  dense: normals(rng, [2 * 8 * 8, 3]),
};

/** A network of everything. */
function network(p: Readonly<Record<keyof typeof parameters, Variable>>): Variable {
  const wide = convolve(x, p.first, { padding: "zero", bias: p.bias });
  const half = convolve(wide, p.second, { stride: 2, groups: 2 });
  const spaced = convolve(half, p.second, { groups: 2, dilation: 2 });
  const pooled = averagePool(maxPool(upsample(spaced, 2), { window: 2 }), { window: 1 });
  const smooth = irfftn(rfftn(pooled, 2), [4, 4]);
  const grown = convolveTransposed(smooth, p.back, { stride: 2 });
  return sum(matmul(reshape(grown, [2, 2 * 8 * 8]), p.dense));
}

test("a step that repeats takes no new arrays, and gives the same numbers", () => {
  const allocate = vi.spyOn(backend(), "allocate");
  const arena = createArena();
  const step = () => onTape(() => valueAndGrad(network)(parameters), arena);
  const first = step();
  const taken = allocate.mock.calls.length;
  for (let round = 0; round < 5; round++) {
    const { value, gradient } = step();
    expect(value).toBe(first.value);
    expect(distance(gradient.first, first.gradient.first)).toBe(0);
  }
  expect(allocate.mock.calls.length).toBe(taken);
  expect(taken).toBeGreaterThan(0);
  arena.close();
  allocate.mockRestore();
});

test("what is computed without a tape gives back its scratch", () => {
  const release = vi.spyOn(backend(), "release");
  const allocate = vi.spyOn(backend(), "allocate");
  const single = ndarrayOf(Float32Array.from(x.data), x.shape);
  const q = ndarrayOf(Float32Array.from(parameters.first.data), [4, 2, 3, 3]);
  convolve(single, q, { padding: "zero", stride: 2 });
  irfftn(rfftn(single, 2), [8, 8]);
  expect(allocate.mock.calls.length).toBeGreaterThan(0);
  expect(release.mock.calls.length).toBe(allocate.mock.calls.length);
  vi.restoreAllMocks();
});
