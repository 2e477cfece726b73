/**
 * f(u) in every point, a piecewise polynomial of u: u_t gets Σ_j ℓ_j(τ) F[e d + j] with the cell e of the value u
 * and the place τ in it. It is constant beyond its ends, where its slope is zero; at
 * an end itself the slope is the mean of both sides.
 */
import { defineOperation, multiply, newValues } from "../../autodiff/index.js";
import type { Operation, Variable } from "../../autodiff/index.js";
import { ValueError } from "../../core/index.js";
import type { SourceBasis } from "../network.js";
import { lagrangeScales, lagrangeSlopes, lagrangeWeights, locate } from "./lagrange.js";
import type { Mesh } from "./lagrange.js";

/** The mesh of a source. */
export function sourceMesh({ cells, degree, from, to }: SourceBasis): Mesh {
  return { cells, degree, from, to, periodic: false };
}

/** How much of what a source was given lies within its ends. */
export interface SourceCoverage {
  /** Fraction of values beyond the ends, where f is constant. */
  readonly beyond: number;
  /** How many values every cell got. */
  readonly visits: Int32Array;
}

/** Which cells of a source values fall into. */
export function sourceCoverage(basis: SourceBasis, values: ArrayLike<number>): SourceCoverage {
  const mesh = sourceMesh(basis);
  const visits = new Int32Array(basis.cells);
  let beyond = 0;
  for (let x = 0; x < values.length; x++) {
    if (values[x] < basis.from || values[x] > basis.to) beyond++;
    else visits[locate(mesh, values[x])[0]]++;
  }
  return { beyond: values.length > 0 ? beyond / values.length : 0, visits };
}

/** f(u), of the shape of u, from u and F[node]. */
export function sourceOf(u: Variable, nodes: Variable, basis: SourceBasis): Variable {
  return sourceOperation([u, nodes], sourceMesh(basis));
}

const sourceOperation: Operation<Mesh> = defineOperation<Mesh>(
  ([u, nodes], mesh) => {
    const data = newValues(u.data.length, "float64");
    evaluate(u.data, nodes.data, mesh, lagrangeWeights, 1, data);
    return { data, shape: u.shape };
  },
  [
    (g, { inputs: [u, nodes], options }) => multiply(g, slopeOperation([u, nodes], options)),
    (g, { inputs: [u, nodes], options }) => nodeOperation([g, u, nodes], options),
  ],
  "source",
);

const slopeOperation: Operation<Mesh> = defineOperation<Mesh>(
  ([u, nodes], mesh) => {
    const data = newValues(u.data.length, "float64");
    const { cells, from, to } = mesh;
    evaluate(u.data, nodes.data, mesh, lagrangeSlopes, cells / (to - from), data);
    for (let x = 0; x < data.length; x++) {
      const value = u.data[x];
      if (value < from || value > to) data[x] = 0;
      else if (value === from || value === to) data[x] /= 2;
    }
    return { data, shape: u.shape };
  },
  (): Variable => refuseTwice(),
  "sourceSlope",
);

const nodeOperation: Operation<Mesh> = defineOperation<Mesh>(
  ([g, u, nodes], mesh) => {
    const data = newValues(nodes.data.length, "float64").fill(0);
    const { degree } = mesh;
    const scales = lagrangeScales(degree);
    const weights = new Float64Array(degree + 1);
    for (let x = 0; x < u.data.length; x++) {
      const [e, τ] = locate(mesh, u.data[x]);
      lagrangeWeights(degree, τ, scales, weights, 0);
      for (let j = 0; j <= degree; j++) data[e * degree + j] += weights[j] * g.data[x];
    }
    return { data, shape: nodes.shape };
  },
  (): Variable => refuseTwice(),
  "sourceNodes",
);

/** Fills out with factor Σ_j w_j(τ) F[e d + j], where w are the polynomials or their slopes. */
function evaluate(
  u: ArrayLike<number>,
  nodes: ArrayLike<number>,
  mesh: Mesh,
  weigh: typeof lagrangeWeights,
  factor: number,
  out: Float64Array,
): void {
  const { degree } = mesh;
  const scales = lagrangeScales(degree);
  const weights = new Float64Array(degree + 1);
  for (let x = 0; x < u.length; x++) {
    const [e, τ] = locate(mesh, u[x]);
    weigh(degree, τ, scales, weights, 0);
    let sum = 0;
    for (let j = 0; j <= degree; j++) sum += weights[j] * nodes[e * degree + j];
    out[x] = factor * sum;
  }
}

function refuseTwice(): never {
  throw new ValueError(
    "pdenet: a source f(u) should be differentiated once; its gradient was to be differentiated again. Write it in " +
      "operations of autodiff for that.",
  );
}
