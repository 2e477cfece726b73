/** Convolutions, pooling and upsampling against the arrays of fixtures/torch. */
import { expect, test } from "vitest";
import {
  averagePool,
  convolve,
  convolveTransposed,
  maxPool,
  upsample,
  type Variable,
  vjp,
} from "../../../src/autodiff/index.js";
import type { NdArray, Reals } from "../../../src/core/index.js";
import { recordedTorch } from "../../torch.js";
import { distance } from "./distance.js";

/** What a layer of PyTorch has. */
interface Layer<V> {
  readonly x: V;
  readonly weight: V;
  readonly bias: V;
}

const PADDINGS = { circular: "periodic", zeros: "zero", valid: "valid" } as const;

const convolutions = Object.entries(PADDINGS).flatMap(([recorded, padding]) =>
  [
    ...["conv1d", "conv2d", "conv3d", "conv2d-even-window"].map((name) => [name, {}] as const),
    ["conv2d-stride-2", { stride: 2 }] as const,
    ["conv2d-dilation-2", { dilation: 2 }] as const,
    ["conv2d-groups-2", { groups: 2 }] as const,
    ["conv2d-depthwise", { groups: 3 }] as const,
  ].map(([name, options]) => [`${name}-${recorded}`, { ...options, padding }] as const),
);

test.each([
  ...convolutions,
  ["conv1d-stride-2-zeros", { stride: 2, padding: "zero" }] as const,
  ["conv3d-stride-2-circular", { stride: 2 }] as const,
])("PyTorch's %s and its gradients", (name, options) => {
  agree(name, ({ x, weight, bias }) => convolve(x, weight, { ...options, bias }));
});

test.each([
  ["conv-transpose1d-stride-2", { stride: 2 }],
  ["conv-transpose2d", {}],
  ["conv-transpose2d-stride-2", { stride: 2 }],
  ["conv-transpose2d-dilation-2", { dilation: 2 }],
  ["conv-transpose2d-groups-2", { stride: 2, groups: 2 }],
  ["conv-transpose3d-stride-2", { stride: 2 }],
])("PyTorch's %s and its gradients", (name, options) => {
  agree(name, ({ x, weight, bias }) =>
    convolveTransposed(x, weight, { ...options, bias, padding: "valid" }),
  );
});

test.each([
  ["max-pool1d", (x: Variable) => maxPool(x, { window: 2 })],
  ["max-pool2d", (x: Variable) => maxPool(x, { window: 2 })],
  ["max-pool2d-window-3-stride-2", (x: Variable) => maxPool(x, { window: 3, stride: 2 })],
  ["avg-pool2d-window-3-stride-2", (x: Variable) => averagePool(x, { window: 3, stride: 2 })],
  ["avg-pool3d", (x: Variable) => averagePool(x, { window: 2 })],
  ["upsample-nearest-2", (x: Variable) => upsample(x, 2)],
])("PyTorch's %s and its gradient", (name, f) => {
  agree(name, ({ x }) => f(x));
});

/** The same value and gradients as recorded, but for the order of sums. */
function agree(name: string, f: (layer: Layer<Variable>) => Variable): void {
  const recorded = recordedTorch(name);
  const { x, weight = x, bias = x, y, cotangent } = recorded;
  const layer: Layer<NdArray> = { x, weight, bias };
  const { value, product } = vjp(f, layer, cotangent);
  expect(relative(value, y)).toBeLessThan(1e-13);
  for (const part of ["x", "weight", "bias"] as const) {
    const expected = recorded[`grad.${part}`];
    if (expected) expect(relative(product[part], expected), part).toBeLessThan(1e-13);
  }
}

function relative(a: NdArray<Reals>, b: NdArray): number {
  return distance(a, b) / b.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
