/** jax-js on WebAssembly: padding by slices, then lax.conv. An array is used up where `ref` is not asked. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ConvolutionWork } from "../works.js";
import { servePeer } from "./peer.js";
import type { Convolution } from "./peer.js";

interface Tensor {
  readonly shape: readonly number[];
  /** Another owner of the same array. */
  readonly ref: Tensor;
  readonly reshape: (shape: readonly number[]) => Tensor;
  readonly slice: (...ranges: readonly (readonly number[])[]) => Tensor;
  readonly data: () => Promise<Float32Array>;
  readonly blockUntilReady: () => Promise<unknown>;
  readonly dispose: () => void;
}

/** What is used of it: types of the package are not there unless it is installed. */
interface Jax {
  readonly init: (device: string) => Promise<unknown>;
  readonly defaultDevice: (device: string) => unknown;
  readonly numpy: {
    readonly array: (values: Float32Array) => Tensor;
    readonly concatenate: (parts: readonly Tensor[], axis: number) => Tensor;
  };
  readonly lax: {
    readonly conv: (x: Tensor, q: Tensor, strides: readonly number[], padding: string) => Tensor;
  };
}

if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: { userAgent: "node" } });
const { init, defaultDevice, lax, numpy } = createRequire(import.meta.url)("@jax-js/jax") as Jax;
const { version } = JSON.parse(
  readFileSync(new URL("node_modules/@jax-js/jax/package.json", import.meta.url), "utf8"),
) as { version: string };

await init("wasm");
defaultDevice("wasm");
await servePeer(`jax-js ${version} (wasm)`, load);

function load(work: ConvolutionWork, u: Float32Array, q: Float32Array): Convolution {
  const { samples, inputs, outputs, grid, window } = work;
  const x = numpy.array(u).reshape([samples, inputs, ...grid]);
  const filter = numpy.array(q).reshape([outputs, inputs, ...window]);
  const strides = window.map(() => 1);
  let y: Tensor | undefined;
  return {
    run: async () => {
      y?.dispose();
      y = lax.conv(padded(x.ref, window), filter.ref, strides, "VALID");
      await y.blockUntilReady();
    },
    result: () => {
      if (!y) throw new Error("Nothing was run.");
      return y.ref.data();
    },
  };
}

function padded(x: Tensor, window: readonly number[]): Tensor {
  let out = x;
  window.forEach((length, i) => {
    const axis = i + 2;
    const before = (length - 1) >> 1;
    const after = length - 1 - before;
    const n = out.shape[axis];
    const part = (begin: number, end: number): Tensor =>
      out.ref.slice(...Array.from({ length: axis }, () => []), [begin, end]);
    const parts = [part(n - before, n), out.ref, part(0, after)];
    out.dispose();
    out = numpy.concatenate(parts, axis);
  });
  return out;
}
