/** Loads of a cell: mean strains, mean stresses, and strains without stress. */
import {
  checkFinite,
  checkShape,
  formatShape,
  ShapeError,
  sizeOf,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { componentsOf } from "./body.js";
import type { ElasticBody } from "./body.js";

/** What is prescribed of a mean strain, component by component; null where the stress is. */
export type PartialTensor = readonly (number | null)[];

/** The mean strain of every sample, and which of its components follow from a mean stress. */
export interface Load {
  /** E of a sample, [c]; 0 where it is free. */
  readonly strain: (sample: number) => Float64Array;
  /** Components of the mean strain that are free. */
  readonly free: readonly number[];
  /** Σ, [c]; 0 where the strain is prescribed. */
  readonly stress: Float64Array;
}

/** The load of a call. */
export function loadOf(
  macroStrain: ArrayInput | PartialTensor,
  macroStress: PartialTensor | undefined,
  { samples, grid }: ElasticBody,
  where: string,
): Load {
  const c = componentsOf(grid.length);
  const partial = Array.isArray(macroStrain) && macroStrain.includes(null);
  if (macroStress || partial) return mixedLoad(macroStrain, macroStress ?? [], c, where);
  const strain = toFloat64(macroStrain as ArrayInput, `${where}: macroStrain`);
  checkFinite(strain, `${where}: macroStrain`);
  if (strain.shape.length === 2) {
    const advice = "Give one mean strain, or one for every sample.";
    checkShape(strain, [samples, c], advice, `${where}: macroStrain`);
  } else if (strain.shape.length !== 1 || strain.shape[0] !== c) {
    throw new ShapeError(
      `${where}: macroStrain should be [${c}], the components ${orderOf(grid.length)} of the mean strain, ` +
        `or [${samples}, ${c}]; got ${formatShape(strain.shape)}. Samples come first: ` +
        `there are ${samples}, on grid ${formatShape(grid)}.`,
    );
  }
  const step = strain.shape.length === 2 ? c : 0;
  return {
    strain: (sample) => strain.data.slice(step * sample, step * sample + c),
    free: [],
    stress: new Float64Array(c),
  };
}

function mixedLoad(
  macroStrain: ArrayInput | PartialTensor,
  macroStress: PartialTensor,
  c: number,
  where: string,
): Load {
  const given = macroStrain as PartialTensor;
  const fits = Array.isArray(macroStrain) && given.length === c && macroStress.length === c;
  const each = fits && given.every((strain, i) => (strain === null) !== (macroStress[i] === null));
  if (!each) {
    throw new ValueError(
      `${where}: macroStrain and macroStress should be lists of ${c} components, each prescribed in one of ` +
        `them and null in the other; got ${JSON.stringify(macroStrain)} and ${JSON.stringify(macroStress)}.`,
    );
  }
  const known = (list: PartialTensor): Float64Array =>
    Float64Array.from(list, (value) => value ?? 0);
  checkFinite({ data: known(given), shape: [c] }, `${where}: macroStrain`);
  checkFinite({ data: known(macroStress), shape: [c] }, `${where}: macroStress`);
  const strain = known(given);
  return {
    strain: () => strain.slice(),
    free: given.flatMap((value, i) => (value === null ? [i] : [])),
    stress: known(macroStress),
  };
}

/**
 * The strain without stress of a sample, [c, …x].
 * @param eigenstrain of every phase, [H, c], or of every voxel, [s, c, …x]
 */
export function eigenstrainOf(
  eigenstrain: ArrayInput | undefined,
  { samples, grid, phases }: ElasticBody,
  where: string,
): ((sample: number) => Float64Array) | undefined {
  if (eigenstrain === undefined) return undefined;
  const given = toFloat64(eigenstrain, `${where}: eigenstrain`);
  checkFinite(given, `${where}: eigenstrain`);
  const c = componentsOf(grid.length);
  const size = sizeOf(grid);
  if (given.shape.length === 2 && phases) {
    const [count, own] = given.shape;
    let highest = 0;
    for (let x = 0; x < phases.data.length; x++) highest = Math.max(highest, phases.data[x]);
    if (own !== c || count <= highest) {
      throw new ShapeError(
        `${where}: eigenstrain should be [H, ${c}] with a strain for each of ${highest + 1} phases, or ` +
          `[s, ${c}, …x]; got ${formatShape(given.shape)}.`,
      );
    }
    return (sample) =>
      Float64Array.from({ length: c * size }, (_, at) => {
        const [i, x] = [Math.floor(at / size), at % size];
        return given.data[phases.data[sample * size + x] * c + i];
      });
  }
  const advice = phases
    ? "Give a strain for every phase, [H, c], or for every voxel."
    : "Give a strain for every voxel.";
  checkShape(given, [samples, c, ...grid], advice, `${where}: eigenstrain`);
  return (sample) => given.data.slice(sample * c * size, (sample + 1) * c * size);
}

function orderOf(axes: number): string {
  return ["(xx)", "(xx, yy, xy)", "(xx, yy, zz, yz, xz, xy)"][axes - 1];
}
