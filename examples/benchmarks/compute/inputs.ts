/** The data of a work, in files that all sides read: flat Float64 arrays in .npy. */
import { join } from "node:path";
import { createRng, ndarrayOf } from "kernelfield";
import type { Rng } from "kernelfield";
import { io } from "kernelfield/node";
import { prepareMks } from "../mksSides.js";
import type { Message } from "../peer.js";
import { isLocalization } from "./works.js";
import type { ConvolutionWork, LocalizationWork, Work } from "./works.js";

/** Writes the data of a work; returns what a side has to be told about it. */
export async function prepare(work: Work, folder: string): Promise<Message> {
  if (isLocalization(work)) {
    return { ...work, ...(await prepareMks({ work: work.kind, shape: work.shape }, folder)) };
  }
  const arrays: string[] = [];
  for (const [i, values] of valuesOf(work, createRng(20)).entries()) {
    const path = join(folder, `input${i}.npy`);
    await io.saveArray(path, ndarrayOf(values, [values.length]));
    arrays.push(path);
  }
  return { ...work, arrays };
}

/** The arrays a work starts from. */
function valuesOf(work: Exclude<Work, LocalizationWork>, rng: Rng): Float64Array[] {
  const draw = (length: number): Float64Array =>
    Float64Array.from({ length }, () => rng.uniform() - 0.5);
  switch (work.kind) {
    case "transform":
      return [draw(work.fields * product(work.grid))];
    case "convolution":
    case "bank": {
      const { u, q, y } = lengthsOf(work);
      if (work.direction === "forward") return [draw(u), draw(q)];
      return work.direction === "input gradient" ? [draw(y), draw(q)] : [draw(u), draw(y)];
    }
    case "activation":
      return [draw(work.length).map((x) => 8 * x), draw(work.length)];
    case "update":
      return [draw(work.length), draw(work.length)];
    case "systems":
      return hermitianSystems(work.unknowns, work.count, draw);
    case "start":
      return [];
  }
}

/** Entries of the input, the filter and the output of a convolution. */
export function lengthsOf(work: ConvolutionWork): { u: number; q: number; y: number } {
  const { samples, groups, inputs, outputs, grid, window } = work;
  const size = product(grid);
  return {
    u: samples * groups * inputs * size,
    q: groups * outputs * inputs * product(window),
    y: samples * groups * outputs * size,
  };
}

/**
 * Real and imaginary parts of G[k, i, j], then of b[k, i]. The diagonal outweighs its row, which
 * makes G positive definite and well conditioned.
 */
function hermitianSystems(
  n: number,
  count: number,
  draw: (length: number) => Float64Array,
): Float64Array[] {
  const re = draw(count * n * n);
  const im = draw(count * n * n);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < n; i++) {
      const row = (k * n + i) * n;
      for (let j = 0; j < i; j++) {
        re[row + j] = re[(k * n + j) * n + i];
        im[row + j] = -im[(k * n + j) * n + i];
      }
      re[row + i] += n;
      im[row + i] = 0;
    }
  }
  return [re, im, draw(count * n), draw(count * n)];
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, n) => all * n, 1);
}
