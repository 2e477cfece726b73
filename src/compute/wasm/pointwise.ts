/** The pointwise sums of the contract, for planes that live in the heap; others are left to `portable`. */
import type { Backend } from "../contract.js";
import * as portable from "../spectralSums.js";
import type { Executor, Step } from "./executor.js";
import type { Heap } from "./heap.js";
import { load } from "./load.js";
import { pointwise as binary } from "./binaries.js";

/** The exports of assembly/pointwise.ts. */
interface PointwiseKernels {
  readonly addSquares: (
    aRe: number,
    aIm: number,
    samples: number,
    sampleStep: number,
    width: number,
    part: number,
    value: number,
    lost: number,
  ) => void;
  readonly addProducts: (
    aRe: number,
    aIm: number,
    bRe: number,
    bIm: number,
    samples: number,
    sampleStep: number,
    width: number,
    part: number,
    valueRe: number,
    lostRe: number,
    valueIm: number,
    lostIm: number,
  ) => void;
  readonly sumOfProducts: (
    aRe: number,
    aIm: number,
    mRe: number,
    mIm: number,
    fields: number,
    size: number,
    width: number,
    outRe: number,
    outIm: number,
  ) => void;
}

/** Frequencies worked on together, so that their partial sums stay in the nearest cache. */
const BLOCK = 512;

/** Frequencies of a task. */
const SHARE = 16 * BLOCK;

/** The pointwise sums on a heap. One pass over the data is too little work to pay for copying them. */
export function createPointwise(
  heap: Heap,
  executor: Executor,
): Pick<Backend, "addGram" | "sumOfProducts"> {
  const kernels = load(binary, heap) as PointwiseKernels;

  return {
    addGram(re, im, samples, fields, size, pairs, sumRe, sumIm) {
      const arrays = [re, im, sumRe.value, sumRe.lost, sumIm.value, sumIm.lost];
      const addresses = arrays.map(heap.addressOf);
      if (Math.min(...addresses) < 0) {
        portable.addGram(re, im, samples, fields, size, pairs, sumRe, sumIm);
        return;
      }
      const [fromRe, fromIm, ...sums] = addresses;
      const step = 8 * fields * size;
      /** What adds the products of one pair, at `width` frequencies from `first` on. */
      const addPair = (pair: number, first: number, width: number, part: number): Step => {
        const [a, b] = [pairs[2 * pair], pairs[2 * pair + 1]].map((i) => 8 * (i * size + first));
        const [to, lost, toIm, lostIm] = sums.map((sum) => sum + 8 * (pair * size + first));
        const [aRe, aIm, bRe, bIm] = [fromRe + a, fromIm + a, fromRe + b, fromIm + b];
        // A field times itself has no imaginary part.
        if (a === b) return [kernels.addSquares, aRe, aIm, samples, step, width, part, to, lost];
        const products = [aRe, aIm, bRe, bIm, samples, step, width, part];
        return [kernels.addProducts, ...products, to, lost, toIm, lostIm];
      };
      executor.run(Math.ceil(size / SHARE), 16 * BLOCK, (task, scratch) => {
        const steps: Step[] = [];
        const end = Math.min(size, (task + 1) * SHARE);
        for (let first = task * SHARE; first < end; first += BLOCK) {
          for (let pair = 0; 2 * pair < pairs.length; pair++) {
            steps.push(addPair(pair, first, Math.min(BLOCK, end - first), scratch));
          }
        }
        return steps;
      });
    },
    sumOfProducts(aRe, aIm, mRe, mIm, fields, size, outRe, outIm) {
      const addresses = [aRe, aIm, mRe, mIm, outRe, outIm].map(heap.addressOf);
      if (Math.min(...addresses) < 0) {
        portable.sumOfProducts(aRe, aIm, mRe, mIm, fields, size, outRe, outIm);
        return;
      }
      executor.run(Math.ceil(size / SHARE), 0, (task) => {
        const [a, b, c, d, e, f] = addresses.map((address) => address + 8 * task * SHARE);
        const width = Math.min(SHARE, size - task * SHARE);
        return [[kernels.sumOfProducts, a, b, c, d, fields, size, width, e, f]];
      });
    },
  };
}
