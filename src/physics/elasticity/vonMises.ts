/**
 * Von Mises' equivalent stress, √(3/2 s:s) of the deviator s:
 *
 *   σ_v² = ½[(σ_xx − σ_yy)² + (σ_yy − σ_zz)² + (σ_zz − σ_xx)²] + 3(σ_yz² + σ_xz² + σ_xy²).
 */
import {
  checkFinite,
  checkRank,
  checkShape,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { componentsOf } from "./body.js";
import type { ElasticBody } from "./body.js";

/** Options of `vonMises`. */
export interface VonMisesOptions {
  /**
   * σ_zz[s, …x] of plane cells. Default 0, as in plane stress; in plane strain of isotropic phases it is
   * ν(σ_xx + σ_yy). `solveElasticity` with `vonMises: true` knows it.
   */
  readonly outOfPlane?: ArrayInput;
}

/**
 * Von Mises' stress of every voxel.
 * @param stress σ[s, c, …x] in Voigt order, c = 3 on planes and 6 in space
 * @returns σ_v[s, …x] in the unit of the stress
 * @throws ShapeError for other components, ValueError for entries that are not finite
 */
export function vonMises(stress: ArrayInput, options: VonMisesOptions = {}): NdArray {
  const where = "physics.vonMises";
  const σ = toFloat64(stress, `${where}: stress`);
  checkRank(σ, [4, 5], "[sample, component, …x]", `${where}: stress`);
  checkFinite(σ, `${where}: stress`);
  const [samples, c, ...grid] = σ.shape;
  if (c !== (grid.length === 2 ? 3 : 6)) {
    throw new ShapeError(
      `${where}: stress should have ${grid.length === 2 ? "3 components on a plane" : "6 components in space"}; ` +
        `got ${formatShape(σ.shape)}.`,
    );
  }
  const size = sizeOf(grid);
  const zz = outOfPlaneOf(options.outOfPlane, [samples, ...grid], where);
  const out = new Float64Array(samples * size);
  for (let s = 0; s < samples; s++) {
    for (let x = 0; x < size; x++) {
      const at = (component: number): number => σ.data[(s * c + component) * size + x];
      const [a, b, d] = [at(0), at(1), c === 6 ? at(2) : (zz?.[s * size + x] ?? 0)];
      const shear = c === 6 ? at(3) ** 2 + at(4) ** 2 + at(5) ** 2 : at(2) ** 2;
      const normal = (a - b) ** 2 + (b - d) ** 2 + (d - a) ** 2;
      out[s * size + x] = Math.sqrt(normal / 2 + 3 * shear);
    }
  }
  return ndarrayOf(out, [samples, ...grid]);
}

function outOfPlaneOf(
  given: ArrayInput | undefined,
  shape: readonly number[],
  where: string,
): Float64Array | undefined {
  if (given === undefined) return undefined;
  const zz = toFloat64(given, `${where}: outOfPlane`);
  checkShape(zz, shape, "Give σ_zz of every voxel of a plane cell.", `${where}: outOfPlane`);
  checkFinite(zz, `${where}: outOfPlane`);
  return zz.data;
}

/**
 * What makes von Mises' stress [s, …x] of all strains and stresses [s, c, …x] of a body.
 * @param eigenstrain ε*[c, …x] of a sample
 * @throws ValueError for plane cells whose stiffness does not tell σ_zz
 */
export function equivalentStress(
  body: ElasticBody,
  eigenstrain: ((sample: number) => Float64Array) | undefined,
  where: string,
): (strain: Float64Array, stress: Float64Array) => NdArray {
  const { samples, grid, outOfPlane } = body;
  const size = sizeOf(grid);
  const shape = [samples, componentsOf(grid.length), ...grid];
  if (grid.length === 2 && outOfPlane(0, 0) === undefined) {
    throw new ValueError(
      `${where}: vonMises needs σ_zz, which a stiffness of three components does not tell. ` +
        `Give stiffness matrices [6, 6], or leave vonMises out.`,
    );
  }
  if (grid.length !== 2) return (_, stress) => vonMises(ndarrayOf(stress, shape));
  return (strain, stress) => {
    const zz = new Float64Array(samples * size);
    for (let s = 0; s < samples; s++) {
      const relaxed = eigenstrain?.(s);
      for (let x = 0; x < size; x++) {
        outOfPlane(s, x)?.forEach((entry, i) => {
          const elastic = strain[(s * 3 + i) * size + x] - (relaxed?.[i * size + x] ?? 0);
          zz[s * size + x] += entry * elastic;
        });
      }
    }
    return vonMises(ndarrayOf(stress, shape), { outOfPlane: ndarrayOf(zz, [samples, ...grid]) });
  };
}
