/** Milliseconds from nothing to the first transform, printed: one process, one figure. */
import { performance } from "node:perf_hooks";

const started = performance.now();
const { fft, ndarrayOf } = await import("kernelfield");
fft.rfftn(ndarrayOf(Float64Array.from({ length: 21 * 21 }, Math.sqrt), [21, 21]), 2);
console.log(performance.now() - started);
