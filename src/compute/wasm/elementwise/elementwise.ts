/**
 * The pointwise loops of training. Arrays in the heap are worked on where they are. Of others what
 * has one output is copied piece by piece where that pays; sums and steps are left to the definition.
 */
import type { Reals } from "../../../core/index.js";
import { keptFor } from "../../elementwise/activations.js";
import { elementwise as definition, type Elementwise } from "../../elementwise/elementwise.js";
import { adamFactors } from "../../elementwise/updates.js";
import { elementwise as binary } from "../binaries.js";
import {
  ACTIVATION,
  COMBINATION,
  kernelsOf,
  TERM,
  type ElementwiseExports,
  type ElementwiseKernels,
} from "./elementwiseKernels.js";
import { placeTable } from "./exponentialTable.js";
import { type Heap, viewOf } from "../heap.js";
import { load } from "../load.js";

/** Entries copied and worked on together, so that they stay in a near cache. */
const PIECE = 4096;

/** Fewer entries outside the heap are done sooner where they are: of sums and products, and of exponentials. */
const FEW = 4096;
const FEW_COSTLY = 128;

/** Works on `count` entries of three inputs and an output, of which it is given the addresses. */
type Work = (x: number, y: number, z: number, out: number, count: number) => void;

/** The loops of training on a heap; the module is compiled when first used. */
export function createElementwise(heap: Heap): Elementwise {
  const at = heap.addressOf;
  const within = (...arrays: readonly Reals[]): boolean => arrays.every((array) => at(array) >= 0);

  let loaded: { readonly 64: ElementwiseKernels; readonly 32: ElementwiseKernels } | undefined;
  let table = 0;
  const kernels = (like: Reals): ElementwiseKernels => {
    if (!loaded) {
      const exports = load(binary, heap) as ElementwiseExports;
      loaded = { 64: kernelsOf(exports, 64), 32: kernelsOf(exports, 32) };
      table = placeTable(heap);
    }
    return loaded[like instanceof Float64Array ? 64 : 32];
  };

  /** Works on arrays where they are, or on copies; false if neither pays. Absent inputs are given twice. */
  const done = (x: Reals, y: Reals, z: Reals, out: Reals, few: number, work: Work): boolean => {
    const [a, b, c, d] = [at(x), at(y), at(z), at(out)];
    if (Math.min(a, b, c, d) >= 0) work(a, b, c, d, out.length);
    else if (out.length >= few) inPieces(heap, [x, y, z], out, work);
    else return false;
    return true;
  };

  const combine = (name: number, a: number, x: Reals, y: Reals, z: Reals, out: Reals): boolean =>
    done(x, y, z, out, FEW, (p, q, r, to, count) =>
      kernels(out).combine(name, a, p, q, r, to, count),
    );

  return {
    scale(a, x, out) {
      if (!combine(COMBINATION.scale, a, x, x, x, out)) definition.scale(a, x, out);
    },
    add(x, y, out) {
      if (!combine(COMBINATION.add, 1, x, y, y, out)) definition.add(x, y, out);
    },
    multiply(x, y, out) {
      if (!combine(COMBINATION.multiply, 1, x, y, y, out)) definition.multiply(x, y, out);
    },
    addScaled(a, x, y, out) {
      if (!combine(COMBINATION.addScaled, a, x, y, y, out)) definition.addScaled(a, x, y, out);
    },
    multiplyAdd(x, y, z, out) {
      if (!combine(COMBINATION.multiplyAdd, 1, x, y, z, out)) definition.multiplyAdd(x, y, z, out);
    },
    addBias(u, bias, planes, out) {
      const { samples, channels, size } = planes;
      if (within(u, bias, out)) {
        kernels(u).addBias(at(u), at(bias), samples, channels, size, at(out));
      } else definition.addBias(u, bias, planes, out);
    },
    activate(name, x, slope, y) {
      const few = name === "relu" || name === "leakyRelu" ? FEW : FEW_COSTLY;
      const work: Work = (from, _y, _z, to, count) =>
        kernels(y).activate(ACTIVATION[name], from, to, count, slope, table);
      if (!done(x, x, x, y, few, work)) definition.activate(name, x, slope, y);
    },
    activateBackward(name, kept, g, slope, dx) {
      const few = keptFor(name) === "y" ? FEW : FEW_COSTLY;
      const work: Work = (from, along, _z, to, count) =>
        kernels(dx).activateBackward(ACTIVATION[name], from, along, to, count, slope, table);
      if (!done(kept, g, g, dx, few, work)) definition.activateBackward(name, kept, g, slope, dx);
    },
    loss(name, x, y, delta) {
      if (!within(x, y)) return definition.loss(name, x, y, delta);
      return kernels(x).sum(TERM[name], at(x), at(y), x.length, delta);
    },
    lossBackward(name, x, y, delta, weight, dx) {
      const work: Work = (from, other, _z, to, count) =>
        kernels(dx).lossBackward(TERM[name], from, other, delta, weight, to, count);
      if (!done(x, y, y, dx, FEW, work)) definition.lossBackward(name, x, y, delta, weight, dx);
    },
    sum(x) {
      if (!within(x)) return definition.sum(x);
      return kernels(x).sum(TERM.itself, at(x), at(x), x.length, 0);
    },
    dot(x, y) {
      if (!within(x, y)) return definition.dot(x, y);
      return kernels(x).sum(TERM.product, at(x), at(y), x.length, 0);
    },
    largest(x) {
      return within(x) ? kernels(x).largest(at(x), x.length) : definition.largest(x);
    },
    sumChannels(u, planes, out) {
      const { samples, channels, size } = planes;
      if (within(u, out)) kernels(u).sumChannels(at(u), samples, channels, size, at(out));
      else definition.sumChannels(u, planes, out);
    },
    fillAdamStep(parameters, g, mean, square, step) {
      if (!within(parameters, g, mean, square)) {
        definition.fillAdamStep(parameters, g, mean, square, step);
        return;
      }
      const { keep, rate, scale } = adamFactors(step);
      kernels(g).fillAdamStep(
        at(parameters),
        at(g),
        at(mean),
        at(square),
        parameters.length,
        step.decayOfMean,
        step.decayOfSquare,
        keep,
        rate,
        scale,
        step.epsilon,
      );
    },
    fillMomentumStep(parameters, g, velocity, step) {
      if (!within(parameters, g, velocity)) {
        definition.fillMomentumStep(parameters, g, velocity, step);
        return;
      }
      kernels(g).fillMomentumStep(
        at(parameters),
        at(g),
        at(velocity),
        parameters.length,
        step.learningRate,
        step.momentum,
        step.nesterov,
      );
    },
  };
}

/** Works on copies in the heap, piece by piece; an array that is given twice is copied once. */
function inPieces(heap: Heap, arrays: readonly Reals[], out: Reals, work: Work): void {
  const inputs = [...new Set(arrays)];
  heap.scope((allocate) => {
    const most = Math.min(PIECE, out.length);
    const addresses = [...inputs, out].map(() => allocate(out.BYTES_PER_ELEMENT * most));
    const copies = addresses.map((address) => viewOf(heap, out, address, most));
    const [x, y, z] = arrays.map((array) => addresses[inputs.indexOf(array)]);
    for (let first = 0; first < out.length; first += most) {
      const count = Math.min(most, out.length - first);
      inputs.forEach((array, i) => copies[i].set(array.subarray(first, first + count)));
      work(x, y, z, addresses[inputs.length], count);
      out.set(copies[inputs.length].subarray(0, count), first);
    }
  });
}
