/**
 * Displacements to start from. A strain field ε becomes one by the one-point elements, whose strains are those
 * of their middle: K_ref u = Σ_e |V| B̄ᵀ C_ref (ε − E) at every frequency. On odd grids that inverts means over
 * voxels exactly; hourglass modes of even grids are left at 0.
 */
import { backend } from "../../compute/index.js";
import type { VoxelElements } from "../../compute/index.js";
import { checkFinite, checkShape, sizeOf, toFloat64, ValueError } from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { createPreconditioner } from "../cell/preconditioner.js";
import { componentsOf } from "./body.js";
import type { ElasticBody } from "./body.js";
import { createAverages, meansOf } from "../cell/averages.js";
import { fillForces } from "./fields.js";
import type { CheckedOptions } from "./options.js";
import type { Matrix } from "../cell/matrices.js";

/** A field near the solution. */
export type ElasticStart =
  /** u[s, axis, …x], as a solution has it. */
  | { readonly displacement: ArrayInput }
  /** ε[s, c, …x], all components: that of a learned model, or of another element. */
  | { readonly strain: ArrayInput };

/** Fills u[axis, type, …x] of a sample. */
export type FillStart = (sample: number, u: Float64Array) => void;

/** How a start fills displacements. */
export function startOf(
  start: ElasticStart | undefined,
  body: ElasticBody,
  checked: CheckedOptions,
  where: string,
): FillStart | undefined {
  if (start === undefined) return undefined;
  const { samples, grid } = body;
  if (checked.refine !== 1 || checked.scheme !== "finite-element") {
    throw new ValueError(
      `${where}: start should come with one finite element per voxel; got scheme "${checked.scheme}" and ` +
        `refine ${checked.refine}. Leave the start out.`,
    );
  }
  const axes = grid.length;
  const size = sizeOf(grid);
  if ("displacement" in start) {
    const u = toFloat64(start.displacement, `${where}: start.displacement`);
    checkShape(
      u,
      [samples, axes, ...grid],
      "Give that of a solution.",
      `${where}: start.displacement`,
    );
    checkFinite(u, `${where}: start.displacement`);
    const own = (sample: number): Float64Array =>
      u.data.slice(sample * axes * size, (sample + 1) * axes * size);
    return (sample, out) => interpolate(own(sample), grid, checked.elements.order, out);
  }
  const c = componentsOf(axes);
  const strain = toFloat64(start.strain, `${where}: start.strain`);
  const advice = "Give all components: the solver needs them.";
  checkShape(strain, [samples, c, ...grid], advice, `${where}: start.strain`);
  checkFinite(strain, `${where}: start.strain`);
  const map = displacementsOf(body, checked);
  return (sample, out) => {
    const own = strain.data.slice(sample * c * size, (sample + 1) * c * size);
    interpolate(map(own, body.reference(sample)), grid, checked.elements.order, out);
  };
}

/** What takes strains of a cell to the displacements u[axis, …x] of its corners. */
export function displacementsOf(
  { grid, law }: ElasticBody,
  { elements: { spacing } }: CheckedOptions,
): (strain: Float64Array, reference: Matrix) => Float64Array {
  const axes = grid.length;
  const size = sizeOf(grid);
  const elements: VoxelElements = {
    ...{ grid, spacing, law, components: axes },
    ...{ order: 1, rule: "onePoint" },
  };
  const averages = createAverages(elements);
  return (strain, reference) => {
    const c = reference.length;
    const means = meansOf(strain, c);
    const stress = new Float64Array(c * size);
    reference.forEach((row, i) =>
      row.forEach((entry, j) => {
        for (let x = 0; x < size; x++) {
          stress[i * size + x] -= entry * (strain[j * size + x] - means[j]);
        }
      }),
    );
    const u = new Float64Array(axes * size);
    fillForces(averages, stress, u);
    const compute = backend();
    const transform = compute.gridTransform(grid);
    const { halfSize } = transform;
    const [re, im] = [new Float64Array(axes * halfSize), new Float64Array(axes * halfSize)];
    transform.forwardReal(u, axes, re, im);
    compute.applySymbol(createPreconditioner(elements, reference), 1, axes, halfSize, re, im);
    transform.inverseReal(re, im, axes, u);
    return u;
  };
}

/** Corners as they are; nodes between them are means of their neighbours. */
function interpolate(
  corners: Float64Array,
  grid: readonly number[],
  order: 1 | 2,
  out: Float64Array,
): void {
  if (order === 1) {
    out.set(corners);
    return;
  }
  const size = sizeOf(grid);
  const types = order ** grid.length;
  for (let axis = 0; axis < corners.length / size; axis++) {
    const first = axis * types * size;
    out.set(corners.subarray(axis * size, (axis + 1) * size), first);
    for (let b = grid.length - 1, filled = 1; b >= 0; b--, filled *= 2) {
      const inner = sizeOf(grid.slice(b + 1));
      for (let at = 0; at < filled * size; at++) {
        const along = Math.floor((at % size) / inner) % grid[b];
        const next = at + (along + 1 === grid[b] ? (1 - grid[b]) * inner : inner);
        out[first + filled * size + at] = (out[first + at] + out[first + next]) / 2;
      }
    }
  }
}
