/**
 * The exact symmetries of periodic voxel cells of isotropic phases. Turning a cell and its load turns its strains:
 * with a signed permutation R of the axes, x′_a = ± x_p(a),
 *
 *   m′(R x) = m(x),   ε′(R x) = R ε(x) Rᵀ,   E′ = R E Rᵀ,
 *
 * 8 of them in the plane and 48 in space. Mirrors change the sign of the shears that contain their axis once.
 */
import { VOIGT } from "../compute/index.js";
import {
  checkInteger,
  formatShape,
  ndarrayOf,
  ShapeError,
  stridesOf,
  toFloat64,
} from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";
import { toMicrostructure, phaseBasis } from "../states/index.js";

/** A signed permutation of the axes: the new axis a is the old axis `permutation[a]`, reversed if `mirrored[a]`. */
export interface Symmetry {
  readonly permutation: readonly number[];
  readonly mirrored: readonly boolean[];
}

/**
 * All signed permutations of 2 or 3 axes; the first one changes nothing.
 * @throws ValueError for other numbers of axes
 */
export function symmetries(axes: number): readonly Symmetry[] {
  checkInteger(axes, 2, 3, "cnn.symmetries: axes");
  const mirrors = Array.from({ length: 2 ** axes }, (_, bits) =>
    Array.from({ length: axes }, (__, axis) => ((bits >> axis) & 1) === 1),
  );
  return permutations(axes).flatMap((permutation) =>
    mirrors.map((mirrored) => ({ permutation, mirrored })),
  );
}

/**
 * The symmetries that keep every one of a set of mean strains within the set: under such loads alone
 * a turned cell is one more sample.
 * @param loads mean strains E[c], in Voigt order with engineering shear
 */
export function symmetriesOf(loads: readonly (readonly number[])[]): readonly Symmetry[] {
  const axes = loads[0].length === 3 ? 2 : 3;
  const near = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((x, c) => Math.abs(x - b[c]) <= 1e-9 * Math.max(...b.map(Math.abs)));
  return symmetries(axes).filter((symmetry) =>
    loads.every((E) => {
      const turned = turnStrain(symmetry, E);
      return loads.some((F) => near(turned, F));
    }),
  );
}

/** Where a symmetry takes the components of a strain: new component c is `sign[c]` times the old `from[c]`. */
export function componentsUnder({ permutation, mirrored }: Symmetry): {
  readonly from: readonly number[];
  readonly sign: readonly number[];
} {
  const pairs = VOIGT[permutation.length];
  const from = pairs.map(([a, b]) => {
    const [p, q] = [permutation[a], permutation[b]].sort((x, y) => x - y);
    return pairs.findIndex(([i, j]) => i === p && j === q);
  });
  const sign = pairs.map(([a, b]) => (a !== b && mirrored[a] !== mirrored[b] ? -1 : 1));
  return { from, sign };
}

/** A mean strain E[c] seen after a symmetry. */
export function turnStrain(symmetry: Symmetry, E: readonly number[]): number[] {
  const { from, sign } = componentsUnder(symmetry);
  return from.map((c, i) => (E[c] === 0 ? 0 : sign[i] * E[c]));
}

/**
 * Cells after a symmetry, m′[s, …x′].
 * @param m phase indices m[s, …x]
 * @throws ShapeError, ValueError for what are no cells of the symmetry's axes
 */
export function turnCells(symmetry: Symmetry, m: ArrayInput): NdArray<Int32Array> {
  const where = "cnn.turnCells";
  const { data, shape } = toMicrostructure(m, phaseBasis(256), where);
  checkAxes(shape.length - 1, symmetry, shape, where);
  const [samples, ...grid] = shape;
  const order = orderOf(symmetry, grid);
  const out = new Int32Array(data.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = data[Math.floor(i / order.length) * order.length + order[i % order.length]];
  }
  return ndarrayOf(out, [samples, ...gridUnder(symmetry, grid)]);
}

/**
 * Strain fields after a symmetry, ε′[s, c, …x′], all components.
 * @param strains ε[s, c, …x] in Voigt order with engineering shear
 * @throws ShapeError for what are no strains of the symmetry's axes
 */
export function turnStrains(symmetry: Symmetry, strains: ArrayInput): NdArray {
  const where = "cnn.turnStrains";
  const { data, shape } = toFloat64(strains, `${where}: strains`);
  const [samples, components, ...grid] = shape;
  checkAxes(shape.length - 2, symmetry, shape, where);
  const { from, sign } = componentsUnder(symmetry);
  if (components !== from.length) {
    throw new ShapeError(
      `${where}: strains should have ${from.length} components on axis 1; got ${formatShape(shape)}. ` +
        `Pass all of them, in Voigt order.`,
    );
  }
  const order = orderOf(symmetry, grid);
  const out = new Float64Array(data.length);
  for (let field = 0; field < samples * components; field++) {
    const c = field % components;
    const source = (field - c + from[c]) * order.length;
    for (let x = 0; x < order.length; x++) {
      out[field * order.length + x] = sign[c] * data[source + order[x]];
    }
  }
  return ndarrayOf(out, [samples, components, ...gridUnder(symmetry, grid)]);
}

/** The grid after a symmetry. */
function gridUnder({ permutation }: Symmetry, grid: readonly number[]): number[] {
  return permutation.map((axis) => grid[axis]);
}

/** Where cell x′ of the turned grid was: order[x′] = x. */
export function orderOf(symmetry: Symmetry, grid: readonly number[]): Int32Array {
  const { permutation, mirrored } = symmetry;
  const strides = stridesOf(grid);
  const turned = gridUnder(symmetry, grid);
  let order = Int32Array.of(0);
  turned.forEach((n, axis) => {
    const stride = strides[permutation[axis]];
    const next = new Int32Array(order.length * n);
    order.forEach((head, i) => {
      for (let x = 0; x < n; x++) {
        next[i * n + x] = head + stride * (mirrored[axis] ? n - 1 - x : x);
      }
    });
    order = next;
  });
  return order;
}

function permutations(axes: number): number[][] {
  const all = Array.from({ length: axes }, (_, axis) => axis);
  const grow = (chosen: number[]): number[][] =>
    chosen.length === axes
      ? [chosen]
      : all.filter((axis) => !chosen.includes(axis)).flatMap((axis) => grow([...chosen, axis]));
  return grow([]);
}

function checkAxes(
  axes: number,
  { permutation }: Symmetry,
  shape: readonly number[],
  where: string,
): void {
  if (axes === permutation.length) return;
  throw new ShapeError(
    `${where}: a symmetry of ${permutation.length} axes acts on cells of as many; got shape ` +
      `${formatShape(shape)}. Take one of cnn.symmetries(${axes}).`,
  );
}
