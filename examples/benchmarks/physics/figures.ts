/** What a solution takes besides time: iterations, and memory. */
import { physics } from "kernelfield";
import { memoryOf } from "../memory.js";
import { verdict } from "../verdict.js";
import { cellsOf, preparePhysics } from "./inputs.js";
import { uniaxial } from "./ourSide.js";
import { startAlone } from "./sides.js";
import { MEMORY_LIMIT, MEMORY_WORK } from "./works.js";
import type { ElasticWork, PhysicsWork } from "./works.js";

/** A measured figure, and what it may be at most. */
export interface Figure {
  readonly work: string;
  readonly unit: "iterations" | "bytes";
  readonly value: number;
  readonly most: number;
  readonly verdict: string;
}

/** Iterations of a work that bounds them. */
export async function iterationsOf(work: PhysicsWork): Promise<Figure | undefined> {
  if (work.kind !== "elasticity" || work.mostIterations === undefined) return undefined;
  const [value] = await solve(work);
  return figure(work.name, "iterations", value, work.mostIterations);
}

/** Memory of a process that solves the large cell once, the program itself included; undefined where it is not known. */
export async function memoryOfLargeCell(folder: string): Promise<Figure | undefined> {
  const started = await startAlone();
  if (typeof started === "string") return undefined;
  const { peer } = started;
  try {
    await peer.ask({ ...(await preparePhysics(MEMORY_WORK, folder)), ask: "load" });
    await peer.ask({ ask: "run" });
    const peak = peer.id === undefined ? null : memoryOf("VmHWM", peer.id);
    return peak === null ? undefined : figure(MEMORY_WORK.name, "bytes", peak, MEMORY_LIMIT);
  } finally {
    peer.end();
  }
}

/** A figure with its verdict. */
export function figure(work: string, unit: Figure["unit"], value: number, most: number): Figure {
  return { work, unit, value, most, verdict: verdict(most / value, 1) };
}

async function solve(work: ElasticWork): Promise<readonly number[]> {
  const { elasticModulus, poissonRatio, element, tolerance, grid } = work;
  const phases = { elasticModulus, poissonRatio };
  const strain = uniaxial(grid.length);
  const solved = await physics.solveElasticity(cellsOf(work), phases, strain, {
    element,
    tolerance,
  });
  return solved.iterations;
}
