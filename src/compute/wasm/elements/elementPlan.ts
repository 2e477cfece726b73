/**
 * What the kernels of assembly/elements.ts have to know of elements. A voxel's polynomial is
 *
 *   u = Σ_b U[b] Π_a P_{b_a}(ξ_a),   b ∈ {0 … p}^d,  ξ ∈ [−1, 1]^d,
 *
 * with Legendre's P. As P₁' = P₀ and P₂' = 3 P₁, the gradient ∂u/∂x_a has in mode β (β_a < p) the
 * coefficient (2/h_a) c_{β_a} U[β + e_a], c = (1, 3), and products of two gradients have the integral
 * Σ_β w_β g[β] g'[β], w_β = V Π_a 1/(2 β_a + 1). Where the kernels keep Û[b] = U[b] Π_a κ_{b_a}(a),
 * κ₀ = 1, κ₁ = 2/h_a, κ₂ = 3 κ₁², gradients are values, g_a[β] = Û[β + e_a] Π_a 1/κ_{β_a}(a).
 */
import { unravel } from "../../../core/index.js";
import { coefficientCount } from "../../elements/gather.js";
import type { VoxelElements } from "../../elements/elements.js";
import { VOIGT } from "../../elements/gradients.js";

/** Bytes from line to line, and of the nodes of the last voxels of a line, as in assembly/elementPlan.ts and elementNodes.ts. */
const LINE = 1088;
const END = 1024;

/** Bytes of lines that stay in the nearest caches. */
const CACHE = 1 << 15;

/** Voxels of a line that are worked on together, at most and at least. */
const [MOST, LEAST] = [128, 32];

/** Rows of strains, of stresses, and of a list of them. */
const ROWS = 13;

/** A plan as numbers, and the scratch memory that it needs. */
export interface ElementPlan {
  readonly numbers: Float64Array;
  readonly scratchBytes: number;
}

/** A mode of the gradients: its β, and its weight in integrals of products of values Û. */
interface Mode {
  readonly β: readonly number[];
  readonly weight: number;
}

/** Writes a plan. */
export function elementPlan(elements: VoxelElements): ElementPlan {
  const { grid, order, components, law } = elements;
  const axes = grid.length;
  const padded = [...new Array<number>(3 - axes).fill(1), ...grid];
  const kept = coefficientCount(elements);
  const isotropic = law === "isotropic";
  const isSolid = isotropic && components === 3 && order === 1;
  const solid = isSolid ? solidFactors(elements) : [];
  const stretches = (isotropic ? stretchRecords(elements) : []).filter(
    ([line]) => !isSolid || line % 8 === 7, // elementSolid.ts does the others
  );
  const couplings = isotropic && components > 1 && !isSolid ? couplingRecords(elements) : [];
  const modes = isotropic ? [] : modeRecords(elements);
  const values = components * (order + 1) ** axes;
  const lines = kept + (isSolid ? 1 : 2) * values + (isotropic ? 0 : ROWS);
  const block = Math.min(MOST, Math.max(LEAST, 8 * Math.floor(CACHE / 64 / lines)));
  const scales = padded.slice(0, 2).flatMap((_, axis) => scalesAlong(elements, axis + axes - 3));
  const rows = components === 1 ? axes : VOIGT[axes].length;
  const header = [axes, ...padded, order, components, kept, block, ...scales];
  header.push(stretches.length, couplings.length, modes.length, rows, isSolid ? 1 : 0);
  return {
    numbers: Float64Array.of(...header, ...solid, ...[stretches, couplings, modes].flat(2)),
    scratchBytes: END + lines * LINE,
  };
}

/**
 * Along an axis: what the kernels multiply their sums of nodes with to have Û, up to the factor of mode 0.
 * Lengths are relative to that of the last axis; an axis that is not there has none.
 */
function scalesAlong({ spacing, order }: VoxelElements, axis: number): [number, number] {
  if (axis < 0) return [1, 1];
  const ratio = spacing[spacing.length - 1] / spacing[axis];
  return order === 1 ? [ratio, 1] : [3 * ratio, 6 * ratio ** 2];
}

/** All modes that gradients have and the rule sees. */
function modesOf({ grid, spacing, order, rule }: VoxelElements): Mode[] {
  const axes = grid.length;
  const last = spacing[axes - 1];
  const mean = order === 1 ? 1 / 2 : 1 / 6; // mode 0 is this times the sum that the kernels take
  const common = spacing.reduce((product, h) => product * h * mean ** 2, (2 / last) ** 2);
  const all = Array.from({ length: (order + 1) ** axes - 1 }, (_, mode) =>
    unravel(mode, new Array<number>(axes).fill(order + 1)),
  );
  const seen = rule === "onePoint" ? all.slice(0, 1) : all;
  return seen.map((β) => {
    const weight = β.reduce((product, b, axis) => {
      const κ = [1, last / spacing[axis], 3 * (last / spacing[axis]) ** 2][b];
      return product / ((2 * b + 1) * κ ** 2);
    }, common);
    return { β, weight };
  });
}

/** The axes along which a mode has gradients. */
function axesOf({ order }: VoxelElements, { β }: Mode): number[] {
  return [...β.keys()].filter((axis) => β[axis] < order);
}

/** The line of Û_component[β + e_axis]. */
function lineOf(
  { grid, order }: VoxelElements,
  component: number,
  { β }: Mode,
  axis: number,
): number {
  const place = (at: number, b: number, a: number): number =>
    (order + 1) * at + b + (a === axis ? 1 : 0);
  return component * (order + 1) ** grid.length + β.reduce(place, 0);
}

/** Whether only the deviator of the strain counts. */
function isDeviatoric({ rule }: VoxelElements, { β }: Mode): boolean {
  return rule === "meanDilatation" && β.some((b) => b > 0);
}

/**
 * What a value exerts on itself: [line, α, β] of α λ + β μ. All lines that the kernels have are listed.
 */
function stretchRecords(elements: VoxelElements): number[][] {
  const { grid, order, components } = elements;
  const axes = grid.length;
  const perField = (order + 1) ** axes;
  const records = Array.from({ length: components * perField }, (_, line) => [line, 0, 0]);
  for (const mode of modesOf(elements)) {
    for (const axis of axesOf(elements, mode)) {
      for (let component = 0; component < components; component++) {
        const record = records[lineOf(elements, component, mode, axis)];
        const [λShare, μShare] = normalFactors(elements, mode);
        if (components === 1)
          record[1] += mode.weight; // the flux κ g
        else if (component !== axis) record[2] += mode.weight;
        else {
          record[1] += λShare;
          record[2] += 2 * mode.weight + μShare;
        }
      }
    }
  }
  // Order 1 leaves the constant out.
  return records.filter(([line]) => order === 2 || line % perField > 0);
}

/** [α, β] of the stress α λ + β μ that a dilatation exerts; the deviator has −2 μ / d in place of λ. */
function normalFactors(elements: VoxelElements, mode: Mode): [number, number] {
  if (!isDeviatoric(elements, mode)) return [mode.weight, 0];
  return [0, (-2 * mode.weight) / elements.grid.length];
}

/** The weight of the mean strain, then [weight, α, β] of the strains linear along x, y and z. */
function solidFactors(elements: VoxelElements): number[] {
  const modes = modesOf(elements);
  const alongAxes = [4, 2, 1].flatMap((at) => {
    const mode = modes[at]; // of one point there is no such mode
    return modes.length > at ? [mode.weight, ...normalFactors(elements, mode)] : [0, 0, 0];
  });
  return [modes[0].weight, ...alongAxes];
}

/** What axes i < j of a mode exert on each other: [ii, jj, ij, ji, α, β, γ], where ij is ∂_i u_j. */
function couplingRecords(elements: VoxelElements): number[][] {
  return modesOf(elements).flatMap((mode) => {
    const present = axesOf(elements, mode);
    const factors = [...normalFactors(elements, mode), mode.weight];
    return present.flatMap((i) =>
      present
        .filter((j) => j > i)
        .map((j) => [
          ...[lineOf(elements, i, mode, i), lineOf(elements, j, mode, j)],
          ...[lineOf(elements, j, mode, i), lineOf(elements, i, mode, j), ...factors],
        ]),
    );
  });
}

/** The strain of a mode: [rows, weight, rows of the deviator], then [index, sources, line, line] of its rows. */
function modeRecords(elements: VoxelElements): number[][] {
  const { grid, components } = elements;
  const axes = grid.length;
  return modesOf(elements).map((mode) => {
    const present = axesOf(elements, mode);
    const normals = isDeviatoric(elements, mode) ? axes : 0;
    const rows = (components === 1 ? VOIGT[axes].slice(0, axes) : VOIGT[axes])
      .map(([i, j], index) => {
        const gradients =
          components === 1
            ? [[index, 0]]
            : i === j
              ? [[i, i]]
              : [
                  [i, j],
                  [j, i],
                ];
        const lines = gradients
          .filter(([axis]) => present.includes(axis))
          .map(([axis, component]) => lineOf(elements, component, mode, axis));
        return [index, lines.length, lines[0] ?? 0, lines[1] ?? 0];
      })
      .filter(([index, sources]) => sources > 0 || index < normals);
    return [rows.length, mode.weight, normals, ...rows.flat()];
  });
}
