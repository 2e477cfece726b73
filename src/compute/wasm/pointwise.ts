/** The pointwise sums of the contract, for planes that live in the heap; others are left to `portable`. */
import type { Backend } from "../contract.js";
import * as portable from "../spectralSums.js";
import type { Heap } from "./heap.js";
import { load } from "./load.js";
import { pointwise as binary } from "./binaries.js";

interface PointwiseKernels {
  sumOfProducts(
    aRe: number,
    aIm: number,
    mRe: number,
    mIm: number,
    fields: number,
    size: number,
    outRe: number,
    outIm: number,
  ): void;
}

/** The pointwise sums on a heap. */
export function createPointwise(heap: Heap): Pick<Backend, "sumOfProducts"> {
  const kernels = load(binary, heap) as PointwiseKernels;

  return {
    sumOfProducts(aRe, aIm, mRe, mIm, fields, size, outRe, outIm) {
      const [a, b, c, d, e, f] = [aRe, aIm, mRe, mIm, outRe, outIm].map(heap.addressOf);
      // One pass over the data is too little work to pay for copying them.
      if (Math.min(a, b, c, d, e, f) < 0) {
        portable.sumOfProducts(aRe, aIm, mRe, mIm, fields, size, outRe, outIm);
      } else kernels.sumOfProducts(a, b, c, d, fields, size, e, f);
    },
  };
}
