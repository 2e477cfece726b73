/** The pointwise sums of the contract, for planes that live in the heap; others are left to `portable`. */
import type { Backend } from "../contract.js";
import * as portable from "../spectralSums.js";
import type { Heap } from "./heap.js";
import { load } from "./load.js";
import { pointwise as binary } from "./binaries.js";

/** The exports of assembly/pointwise.ts. */
interface PointwiseKernels {
  addSquares(
    aRe: number,
    aIm: number,
    samples: number,
    sampleStep: number,
    width: number,
    part: number,
  ): void;
  addProducts(
    aRe: number,
    aIm: number,
    bRe: number,
    bIm: number,
    samples: number,
    sampleStep: number,
    width: number,
    partRe: number,
    partIm: number,
  ): void;
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

/** Frequencies worked on together, so that their partial sums stay in the nearest cache. */
const BLOCK = 512;

/** The pointwise sums on a heap. One pass over the data is too little work to pay for copying them. */
export function createPointwise(heap: Heap): Pick<Backend, "addGram" | "sumOfProducts"> {
  const kernels = load(binary, heap) as PointwiseKernels;

  return {
    addGram(re, im, samples, fields, size, pairs, sumRe, sumIm) {
      const [fromRe, fromIm] = [re, im].map(heap.addressOf);
      if (Math.min(fromRe, fromIm) < 0) {
        portable.addGram(re, im, samples, fields, size, pairs, sumRe, sumIm);
        return;
      }
      heap.scope((allocate) => {
        const partRe = allocate(8 * BLOCK);
        const partIm = allocate(8 * BLOCK);
        const termsRe = heap.view(partRe, BLOCK);
        const termsIm = heap.view(partIm, BLOCK);
        const step = 8 * fields * size;
        for (let first = 0; first < size; first += BLOCK) {
          const width = Math.min(BLOCK, size - first);
          for (let pair = 0; 2 * pair < pairs.length; pair++) {
            const i = pairs[2 * pair];
            const j = pairs[2 * pair + 1];
            const a = 8 * (i * size + first);
            const b = 8 * (j * size + first);
            const at = pair * size + first;
            termsRe.fill(0);
            if (i === j) {
              kernels.addSquares(fromRe + a, fromIm + a, samples, step, width, partRe);
            } else {
              termsIm.fill(0);
              const [aRe, aIm, bRe, bIm] = [fromRe + a, fromIm + a, fromRe + b, fromIm + b];
              kernels.addProducts(aRe, aIm, bRe, bIm, samples, step, width, partRe, partIm);
              portable.addCompensated(sumIm, at, termsIm, width);
            }
            portable.addCompensated(sumRe, at, termsRe, width);
          }
        }
      });
    },
    sumOfProducts(aRe, aIm, mRe, mIm, fields, size, outRe, outIm) {
      const [a, b, c, d, e, f] = [aRe, aIm, mRe, mIm, outRe, outIm].map(heap.addressOf);
      if (Math.min(a, b, c, d, e, f) < 0) {
        portable.sumOfProducts(aRe, aIm, mRe, mIm, fields, size, outRe, outIm);
      } else kernels.sumOfProducts(a, b, c, d, fields, size, e, f);
    },
  };
}
