/**
 * The Green operator of a homogeneous medium as a layer: the compatible strains of the displacement that a
 * polarisation τ causes there, whatever τ is,
 *
 *   ε̂(k) = sym(n ⊗ û),  û = N⁻¹ τ̂ n,  N = n·C⁰·n,  N⁻¹ = (I − n ⊗ n (λ + μ)/(λ + 2μ)) / μ,
 *
 * with the directions n of differences on a voxel grid, n_a ∝ tan(ξ_a/2): strains of voxels whose corners are
 * displaced, as the mean strains of the solver's elements are. The mean of ε is zero. The operator is real,
 * symmetric between stresses and strains, and commutes with shifts. It is linear and fixed: nothing in it
 * knows the cell.
 *
 * Moulinec and Suquet, Computer Methods in Applied Mechanics and Engineering 157 (1998) 69; Willot, Comptes
 * Rendus Mécanique 343 (2015) 232.
 */
import { defineOperation, newValues, withScratch } from "../autodiff/index.js";
import type { Operation, Variable } from "../autodiff/index.js";
import { backend } from "../compute/index.js";
import { precisionOf, sizeOf } from "../core/index.js";
import type { Reals } from "../core/index.js";

/** A medium on a grid, as the layer needs it. */
export interface Medium {
  readonly grid: readonly number[];
  /** n[a, k] of unit length on the half spectrum, or zero where no difference sees the frequency. */
  readonly directions: Float64Array;
  /** (λ + μ)/(λ + 2μ) = 1/(2 (1 − ν)); μ is the unit of stress. */
  readonly coupling: number;
}

/** The medium of Poisson's ratio ν and unit shear modulus. */
export function mediumOf(grid: readonly number[], poissonRatio: number): Medium {
  return { grid, directions: directionsOn(grid), coupling: 1 / (2 * (1 - poissonRatio)) };
}

/**
 * The compatible strains ε[s, c, …x] that polarisations τ[s, c, …x] cause, both in Voigt order, with engineering
 * shear in the strains.
 */
export function greenOperator(medium: Medium, polarisation: Variable): Variable {
  return green([polarisation], medium);
}

const green: Operation<Medium> = defineOperation<Medium>(
  ([{ data: τ, shape }], medium) => {
    const { grid } = medium;
    const transform = backend().gridTransform(grid);
    const { size, halfSize } = transform;
    const fields = τ.length / size;
    const components = shape[1];
    const data = newValues(τ.length, precisionOf(τ));
    withScratch(2 * fields * halfSize, precisionOf(τ), (spectra) => {
      const length = fields * halfSize;
      const [re, im] = [spectra.subarray(0, length), spectra.subarray(length)];
      transform.forwardReal(τ, fields, re, im);
      const apply = grid.length === 2 ? applyInPlane : applyInSpace;
      for (const part of [re, im]) {
        for (let first = 0; first < length; first += components * halfSize) {
          apply(part.subarray(first, first + components * halfSize), medium, halfSize);
        }
      }
      transform.inverseReal(re, im, fields, data);
    });
    return { data, shape };
  },
  (g, { options }) => green([g], options),
  "greenOperator",
);

function applyInPlane(part: Reals, { directions, coupling }: Medium, half: number): void {
  for (let k = 0; k < half; k++) {
    const [x, y] = [directions[k], directions[half + k]];
    const [xx, yy, xy] = [part[k], part[half + k], part[2 * half + k]];
    const [a, b] = [xx * x + xy * y, xy * x + yy * y];
    const along = coupling * (a * x + b * y);
    const [u, v] = [a - along * x, b - along * y];
    part[k] = x * u;
    part[half + k] = y * v;
    part[2 * half + k] = x * v + y * u;
  }
}

function applyInSpace(part: Reals, { directions, coupling }: Medium, half: number): void {
  for (let k = 0; k < half; k++) {
    const x = directions[k];
    const y = directions[half + k];
    const z = directions[2 * half + k];
    const yz = part[3 * half + k];
    const xz = part[4 * half + k];
    const xy = part[5 * half + k];
    const a = part[k] * x + xy * y + xz * z;
    const b = xy * x + part[half + k] * y + yz * z;
    const c = xz * x + yz * y + part[2 * half + k] * z;
    const along = coupling * (a * x + b * y + c * z);
    const u = a - along * x;
    const v = b - along * y;
    const w = c - along * z;
    part[k] = x * u;
    part[half + k] = y * v;
    part[2 * half + k] = z * w;
    part[3 * half + k] = y * w + z * v;
    part[4 * half + k] = x * w + z * u;
    part[5 * half + k] = x * v + y * u;
  }
}

/** n_a ∝ sin(ξ_a/2) Π_{b ≠ a} cos(ξ_b/2): the common factor of differences and means over the other axes is left out. */
function directionsOn(grid: readonly number[]): Float64Array {
  const axes = grid.length;
  const half = grid.map((n, axis) => (axis === axes - 1 ? (n >> 1) + 1 : n));
  const count = sizeOf(half);
  const directions = new Float64Array(axes * count);
  for (let k = 0; k < count; k++) {
    let rest = k;
    const index = new Array<number>(axes);
    for (let axis = axes - 1; axis >= 0; axis--) {
      index[axis] = rest % half[axis];
      rest = Math.floor(rest / half[axis]);
    }
    const sines = index.map((i, axis) => (i === 0 ? 0 : Math.sin((Math.PI * i) / grid[axis])));
    const cosines = index.map((i, axis) =>
      2 * i === grid[axis] ? 0 : Math.cos((Math.PI * i) / grid[axis]),
    );
    const n = sines.map((sine, axis) =>
      cosines.reduce(
        (product, cosine, other) => (other === axis ? product : product * cosine),
        sine,
      ),
    );
    const length = Math.hypot(...n);
    if (length > 0) n.forEach((entry, axis) => (directions[axis * count + k] = entry / length));
  }
  return directions;
}
