/**
 * The filters of a network as functions of their free moments. With m_o the moments of the filter for ∂^o, fixed or
 * free, and M⁻¹ along every axis as a matrix,
 *
 *   q_o = Π_a h_a^{−o_a} M⁻¹ m_o,
 *
 * so that what is fixed stays fixed to the last bit, whatever is learnt. Their mirror images along an axis a,
 * q*[r] = −q[r with r_a → −r_a], for which m*[k] = −(−1)^{k_a} m[k], lean to the other side.
 */
import {
  concat,
  convolve,
  gather,
  matmul,
  multiply,
  reshape,
  Variable,
} from "../autodiff/index.js";
import { ndarrayOf, perAxis, sizeOf, unravel } from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { constraint, filterFromMoments } from "../stencil/index.js";
import type { Constraint } from "../stencil/index.js";
import { degreeOf, derivativesUpTo, unitOf } from "./derivatives.js";
import type { Border, FilteredNetwork } from "./network.js";

/** The filters of a network. */
export interface FilterBank {
  readonly border: Border;
  readonly size: readonly number[];
  /** o of every filter, in the order of `derivativesUpTo`. */
  readonly orders: readonly (readonly number[])[];
  readonly constraints: readonly Constraint[];
  /** How many moments are free in all filters together. */
  readonly freeCount: number;
  /** q[filter, 1, …j] of the free moments, one filter after another; mirror images behind the filters. */
  readonly kernels: (moments: Variable) => Variable;
  /** All moments m[filter, …k], the fixed ones among them. */
  readonly moments: (moments: Float64Array) => NdArray;
}

/**
 * The filters for all derivatives up to the network's order.
 * @param mirrored axes whose first derivative is seen by its mirror image, too
 * @throws ValueError where a filter is too short for its constraint
 */
export function filterBank(
  network: Pick<FilteredNetwork, "maxOrder" | "size" | "accuracy" | "border">,
  spacing: readonly number[],
  mirrored: readonly number[] = [],
): FilterBank {
  const axes = spacing.length;
  return bankOf(network, spacing, derivativesUpTo(network.maxOrder, axes), mirrored);
}

/** The filters for a list of derivatives. */
export function bankOf(
  { size: lengths, accuracy, border }: Pick<FilteredNetwork, "size" | "accuracy" | "border">,
  spacing: readonly number[],
  orders: readonly (readonly number[])[],
  mirrored: readonly number[] = [],
): FilterBank {
  const size = perAxis(lengths, spacing.length, "pdenet: size");
  const constraints = orders.map((order) => constraint({ order, accuracy, size }));
  const freeCount = constraints.reduce((sum, one) => sum + one.freeCount, 0);
  const entries = sizeOf(size);

  const places = placesOf(constraints, entries);
  const mirrors = mirrored.map((axis) => ({ axis, filter: orders.findIndex(isFirst(axis)) }));
  const rows = [...orders.keys(), ...mirrors.map(({ filter }) => filter)];
  const scales = rows.map((row) => 1 / unitOf(orders[row], spacing));
  const factors = new Float64Array(rows.length * entries);
  const indices = new Int32Array(rows.length * entries);
  rows.forEach((row, i) => {
    const mirror = i < orders.length ? undefined : mirrors[i - orders.length];
    for (let k = 0; k < entries; k++) {
      const odd = mirror !== undefined && unravel(k, size)[mirror.axis] % 2 === 1;
      factors[i * entries + k] = (mirror === undefined || odd ? 1 : -1) * scales[i];
      indices[i * entries + k] = places.index[row * entries + k];
    }
  });
  const inverse = inverseMatrix(size);
  const [signs, picks] = [
    new Variable(factors, [rows.length, entries]),
    ndarrayOf(indices, [rows.length, entries]),
  ];
  const constants = new Variable(places.constants, [places.constants.length]);

  return {
    border,
    size,
    orders,
    constraints,
    freeCount,
    kernels(moments) {
      const all = joined(constants, moments);
      const scaled = multiply(gather(all, picks), signs);
      const filters = matmul(scaled, inverse, { transposeB: true });
      return reshape(filters, [rows.length, 1, ...size]);
    },
    moments(free) {
      const all = Float64Array.of(...places.constants, ...free);
      const data = places.index.map((i) => all[i]);
      return ndarrayOf(
        Float64Array.from(places.index, (i) => all[i]),
        [data.length / entries, ...size],
      );
    },
  };
}

/** The free moments of filters that satisfy their constraints, as `kernels` takes them. */
export function freeMomentsOf(bank: FilterBank, moments: readonly NdArray[]): Float64Array {
  const free = bank.constraints.flatMap((one, f) =>
    Array.from(one.free.data).flatMap((is, k) => (is === 1 ? [moments[f].data[k]] : [])),
  );
  return Float64Array.from(free);
}

/** What filters see of a field u[s, c, …x]: channels x[s, c · filter, …x], component-major. */
export function channelsOf(u: Variable, kernels: Variable, border: Border): Variable {
  const [samples, components, ...grid] = u.shape;
  const [filters, , ...size] = kernels.shape;
  const planes = reshape(u, [samples * components, 1, ...grid]);
  const seen =
    border === "reflect"
      ? convolve(reflected(planes, size), kernels, { padding: "valid" })
      : convolve(planes, kernels, { padding: border });
  return reshape(seen, [samples, components * filters, ...grid]);
}

/** The field framed by its mirror image about the outermost points. */
function reflected(u: Variable, size: readonly number[]): Variable {
  return size.reduce((framed, length, axis) => {
    const n = framed.shape[axis + 2];
    const before = (length - 1) >> 1;
    const indices = Int32Array.from({ length: n + length - 1 }, (_, i) => {
      const at = Math.abs(i - before);
      return at < n ? at : 2 * (n - 1) - at;
    });
    return gather(framed, ndarrayOf(indices, [indices.length]), axis + 2);
  }, u);
}

function isFirst(axis: number): (order: readonly number[]) => boolean {
  return (order) => degreeOf(order) === 1 && order[axis] === 1;
}

/** Where every moment is found among the constants and, behind them, the free moments. */
function placesOf(constraints: readonly Constraint[], entries: number) {
  const constants = Float64Array.of(0, 1);
  const index = new Int32Array(constraints.length * entries);
  let next = constants.length;
  constraints.forEach(({ free, moments }, f) => {
    for (let k = 0; k < entries; k++) {
      index[f * entries + k] = free.data[k] === 1 ? next++ : moments.data[k];
    }
  });
  return { constants, index };
}

/** M⁻¹ of all axes together: q[j] = Σ_k matrix[j, k] m[k]. */
function inverseMatrix(size: readonly number[]): Variable {
  const entries = sizeOf(size);
  const matrix = new Float64Array(entries * entries);
  const unit = new Float64Array(entries);
  for (let k = 0; k < entries; k++) {
    unit.fill(0);
    unit[k] = 1;
    const column = filterFromMoments(ndarrayOf(unit, size)).data;
    for (let j = 0; j < entries; j++) matrix[j * entries + k] = column[j];
  }
  return new Variable(matrix, [entries, entries]);
}

function joined(constants: Variable, moments: Variable): Variable {
  return moments.size === 0 ? constants : concat([constants, moments]);
}
