/**
 * Small Hermitian systems in blocks of frequencies: where the kernels are not sure that every
 * eigenvalue is kept, the definition solves.
 */
import type { Backend, HermitianCut, HermitianSolutions, HermitianSystems } from "../contract.js";
import { frequencySolver } from "../systems/hermitianSystems.js";
import { hermitianSystems as binary } from "./binaries.js";
import type { Heap } from "./heap.js";
import { load } from "./load.js";

/** The exports of assembly/hermitianSystems.ts; each returns how many systems are left. */
interface SystemKernels {
  solveOne(
    responses: number,
    g: number,
    bRe: number,
    bIm: number,
    step: number,
    width: number,
    tolerance: number,
    floor: number,
    xRe: number,
    xIm: number,
    condition: number,
  ): number;
  solveTwo(
    responses: number,
    gRe: number,
    gIm: number,
    bRe: number,
    bIm: number,
    step: number,
    width: number,
    tolerance: number,
    floor: number,
    xRe: number,
    xIm: number,
    condition: number,
  ): number;
  solveMany(
    unknowns: number,
    responses: number,
    gRe: number,
    gIm: number,
    bRe: number,
    bIm: number,
    step: number,
    width: number,
    tolerance: number,
    floor: number,
    xRe: number,
    xIm: number,
    condition: number,
    scratch: number,
  ): number;
  scratchBytes(unknowns: number, responses: number): number;
}

/** Addresses of planes `step` bytes apart. */
interface Planes {
  readonly addresses: readonly number[];
  readonly step: number;
}

/** Frequencies copied together. */
const BLOCK = 504;

/** The solver on a heap. Planes that live outside are copied block by block. */
export function createHermitianSolver(heap: Heap): Backend["solveHermitian"] {
  const kernels = load(binary, heap) as SystemKernels;

  return (systems, cut, solutions) => {
    const { unknowns, responses, size } = systems;
    const inputs = [systems.gRe, systems.gIm, systems.bRe, systems.bIm];
    const outputs = [solutions.xRe, solutions.xIm, solutions.condition];
    const planes = [...inputs, ...outputs];
    const counts = planesOf(unknowns, responses);
    solutions.rank.fill(unknowns, 0, size);
    heap.scope((allocate) => {
      const scratch = allocate(kernels.scratchBytes(unknowns, responses));
      const addresses = planes.map(heap.addressOf);
      if (Math.min(...addresses) >= 0) {
        const left = solve(systems, cut, { addresses, step: 8 * size }, size, scratch);
        if (left > 0) solveRest(systems, cut, solutions, 0, size);
        return;
      }
      const copies = counts.map((count) => allocate(8 * count * BLOCK));
      const views = copies.map((address, i) => heap.view(address, counts[i] * BLOCK));
      for (let first = 0; first < size; first += BLOCK) {
        const width = Math.min(BLOCK, size - first);
        inputs.forEach((plane, i) => {
          for (let at = 0; at < counts[i]; at++) {
            const from = at * size + first;
            views[i].set(plane.subarray(from, from + width), at * BLOCK);
          }
        });
        const left = solve(systems, cut, { addresses: copies, step: 8 * BLOCK }, width, scratch);
        outputs.forEach((plane, i) => {
          const view = views[inputs.length + i];
          for (let at = 0; at < counts[inputs.length + i]; at++) {
            plane.set(view.subarray(at * BLOCK, at * BLOCK + width), at * size + first);
          }
        });
        if (left > 0) solveRest(systems, cut, solutions, first, width);
      }
    });
  };

  /** Solves `width` frequencies; returns how many of them are left to the definition. */
  function solve(
    { unknowns, responses }: HermitianSystems,
    { tolerance, floor }: HermitianCut,
    { addresses, step }: Planes,
    width: number,
    scratch: number,
  ): number {
    const [gRe, gIm, bRe, bIm, xRe, xIm, condition] = addresses;
    const right = [bRe, bIm, step, width, tolerance, floor, xRe, xIm, condition] as const;
    if (unknowns === 1) return kernels.solveOne(responses, gRe, ...right);
    if (unknowns === 2) return kernels.solveTwo(responses, gRe, gIm, ...right);
    return kernels.solveMany(unknowns, responses, gRe, gIm, ...right, scratch);
  }
}

/** Planes of G, b, x and the condition, real and imaginary. */
function planesOf(unknowns: number, responses: number): number[] {
  const triangle = (unknowns * (unknowns + 1)) / 2;
  const right = unknowns * responses;
  return [triangle, triangle, right, right, right, right, 1];
}

/** Solves by the definition where the kernels left a condition of 0. */
function solveRest(
  systems: HermitianSystems,
  cut: HermitianCut,
  solutions: HermitianSolutions,
  first: number,
  width: number,
): void {
  const solveAt = frequencySolver(systems, cut, solutions);
  for (let k = first; k < first + width; k++) if (solutions.condition[k] === 0) solveAt(k);
}
