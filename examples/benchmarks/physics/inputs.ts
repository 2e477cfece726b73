/** Cells and starts of a work, in files that all sides read. */
import { join } from "node:path";
import { createRng, microstructure, ndarrayOf } from "kernelfield";
import type { NdArray } from "kernelfield";
import { io } from "kernelfield/node";
import type { Message } from "../peer.js";
import type { ElasticWork, PhysicsWork } from "./works.js";

const SEED = 20;

/** Width of the Gaussian that smooths the noise, in voxels. */
const WIDTH = 1.5;

/** How much the start of a flow varies around zero. */
const NOISE = 0.1;

/** Writes them; returns what a side has to be told. */
export async function preparePhysics(work: PhysicsWork, folder: string): Promise<Message> {
  const path = join(folder, "input.npy");
  await io.saveArray(path, work.kind === "elasticity" ? cellsOf(work) : startOf(work.grid));
  return { ...work, arrays: [path] };
}

/** Phase indices [s, …x]. */
export function cellsOf({
  cells,
  samples,
  grid,
}: Pick<ElasticWork, "cells" | "samples" | "grid">): NdArray<Uint8Array> {
  const same = { sigma: [WIDTH, WIDTH], fractionRange: [0.5, 0.5] } as const;
  const options = cells === "field" ? { samples, ...same } : { samples };
  return microstructure.filteredCells(grid, options, SEED);
}

/** φ[1, …x], noise around zero. */
function startOf(grid: readonly number[]): NdArray {
  const rng = createRng(SEED);
  const length = grid.reduce((product, n) => product * n, 1);
  const noise = Float64Array.from({ length }, () => NOISE * rng.normal());
  return ndarrayOf(noise, [1, ...grid]);
}
