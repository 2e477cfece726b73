/** Elements on small grids, and fields for them. */
import type { VoxelElements } from "../../../src/compute/index.js";
import { coefficientCount } from "../../../src/compute/elements/gather.js";
import { createRng, normals, sizeOf } from "../../../src/core/index.js";

/** The kinds of elements, with what they may be integrated by. */
export type Kind = Omit<VoxelElements, "grid" | "spacing">;

/** Every kind on so many axes. */
export function kindsOn(axes: number): Kind[] {
  const orders = [1, 2] as const;
  const rules = ["full", "meanDilatation", "onePoint"] as const;
  const laws = ["isotropic", "anisotropic"] as const;
  return [...new Set([1, axes])].flatMap((components) =>
    orders.flatMap((order) =>
      rules
        .filter((rule) => rule !== "meanDilatation" || components > 1)
        .flatMap((rule) => laws.map((law) => ({ components, order, rule, law }))),
    ),
  );
}

/** Unequal lengths of a voxel. */
export const SPACING = [0.7, 1.1, 0.4];

/** Values per sample. */
export function unknownsOf({ grid, order, components }: VoxelElements): number {
  return components * order ** grid.length * sizeOf(grid);
}

/** Random values. */
export function valuesOf(elements: VoxelElements, samples: number, seed: number): Float64Array {
  return normals(createRng(seed), [samples * unknownsOf(elements)]).data;
}

/**
 * Random coefficients that are positive definite: isotropic ones between 1 and 2; anisotropic ones the unit
 * matrix with entries up to 0.1 elsewhere.
 */
export function coefficientsOf(
  elements: VoxelElements,
  samples: number,
  seed: number,
): Float64Array {
  const rng = createRng(seed);
  const count = coefficientCount(elements);
  const size = sizeOf(elements.grid);
  const rows = (Math.sqrt(8 * count + 1) - 1) / 2;
  const diagonal = new Set<number>();
  for (let row = 0, at = 0; row < rows; at += rows - row, row++) diagonal.add(at);
  return Float64Array.from({ length: samples * count * size }, (_, i) => {
    const entry = Math.floor(i / size) % count;
    if (elements.law === "isotropic") return 1 + rng.uniform();
    return diagonal.has(entry) ? 1 + rng.uniform() : 0.2 * rng.uniform() - 0.1;
  });
}

/** The name of a case. */
export function nameOf({ grid, order, components, rule, law }: VoxelElements): string {
  return `${law} ${components === 1 ? "potential" : "displacement"} of order ${order}, ${rule}, on ${grid.join("×")}`;
}
