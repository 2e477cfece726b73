/** jax-js: padding by slices, then lax.conv, in single precision. */
import type { ConvolutionWork } from "../compute/works.js";
import { openJax, wrapped } from "./openJax.js";
import type { Tensor } from "./openJax.js";
import { servePeer } from "./peer.js";
import type { Loaded } from "./peer.js";

const { jax, name } = await openJax();
await servePeer(name, load);

function load(work: ConvolutionWork, [u, q]: readonly Float64Array[]): Loaded {
  const { samples, inputs, outputs, grid, window } = work;
  const { numpy, lax } = jax;
  const x = numpy.array(Float32Array.from(u)).reshape([samples, inputs, ...grid]);
  const filter = numpy.array(Float32Array.from(q)).reshape([outputs, inputs, ...window]);
  const strides = window.map(() => 1);
  let y: Tensor | undefined;
  return {
    run: async () => {
      y?.dispose();
      y = lax.conv(wrapped(jax, x.ref, window), filter.ref, strides, "VALID");
      await y.blockUntilReady();
    },
    result: () => {
      if (!y) throw new Error("Nothing was run.");
      return y.ref.data();
    },
  };
}
