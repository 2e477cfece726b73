/** jax-js on WebAssembly, and the periodic padding it lacks. An array is used up where `ref` is not asked. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** An array of it. */
export interface Tensor {
  readonly shape: readonly number[];
  /** Another owner of the same array. */
  readonly ref: Tensor;
  readonly reshape: (shape: readonly number[]) => Tensor;
  readonly slice: (...ranges: readonly (readonly number[])[]) => Tensor;
  readonly add: (other: Tensor | number) => Tensor;
  readonly sub: (other: Tensor | number) => Tensor;
  readonly mul: (other: Tensor | number) => Tensor;
  readonly div: (other: Tensor | number) => Tensor;
  readonly data: () => Promise<ArrayLike<number>>;
  readonly blockUntilReady: () => Promise<unknown>;
  readonly dispose: () => void;
}

/** What is used of it: types of the package are not there unless it is installed. */
export interface Jax {
  readonly init: (device: string) => Promise<unknown>;
  readonly defaultDevice: (device: string) => unknown;
  /** Compiles a function of trees of arrays. */
  readonly jit: <F>(run: F) => F;
  /** Its value, and the gradient with respect to its first argument. */
  readonly valueAndGrad: <T, R extends readonly unknown[]>(
    run: (first: T, ...rest: R) => Tensor,
  ) => (first: T, ...rest: R) => [Tensor, T];
  readonly numpy: {
    readonly array: (values: Float32Array | Float64Array) => Tensor;
    readonly zerosLike: (x: Tensor) => Tensor;
    readonly concatenate: (parts: readonly Tensor[], axis: number) => Tensor;
    readonly matmul: (a: Tensor, b: Tensor) => Tensor;
    readonly matrixTranspose: (a: Tensor) => Tensor;
    readonly sum: (x: Tensor) => Tensor;
    readonly square: (x: Tensor) => Tensor;
    readonly sqrt: (x: Tensor) => Tensor;
  };
  readonly nn: { readonly relu: (x: Tensor) => Tensor };
  readonly lax: {
    readonly conv: (x: Tensor, q: Tensor, strides: readonly number[], padding: string) => Tensor;
  };
}

/** The library, ready, and its name with its version. Node 20 lacks two globals that it asks about. */
export async function openJax(): Promise<{ readonly jax: Jax; readonly name: string }> {
  if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: { userAgent: "node" } });
  if (!("Float16Array" in globalThis)) Object.assign(globalThis, { Float16Array: DataView });
  const jax = createRequire(import.meta.url)("@jax-js/jax") as Jax;
  const { version } = JSON.parse(
    readFileSync(new URL("node_modules/@jax-js/jax/package.json", import.meta.url), "utf8"),
  ) as { version: string };
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  return { jax, name: `jax-js ${version} (wasm)` };
}

/** x[s, c, …x], longer at both ends of every axis, so that a window finds its neighbours across the border. */
export function wrapped({ numpy }: Jax, x: Tensor, window: readonly number[]): Tensor {
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
