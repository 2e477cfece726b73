/**
 * Finite elements on voxels, out = K u, as elements/elements.ts of the compute floor defines it. What a
 * voxel holds is a polynomial, and its gradients are orthogonal in tensor products of Legendre's
 * polynomials: with H the modes of the values at its nodes, K_e = Hᵀ D H, where H is done axis by axis
 * and D is sparse. So integrals are exact without Gauss points, and no matrix is built.
 *
 * Work goes along lines of voxels on the last axis, z, in scratch memory: the coefficients of the line,
 * modes u[component, mode], forces f[component, mode], and rows of strains and stresses.
 */
import {
  addPairs,
  addTriples,
  pair,
  pairBack,
  readPairs,
  readTriples,
  triple,
  tripleBack,
} from "./elementAxes";
import { addScaled, couple, deviator, stretch, sum, sumOfProducts } from "./elementLaws";
import * as plans from "./elementPlan";

export { combine64 } from "./combinations";
export { applySymbol } from "./elementSymbol";
export { fillDot } from "./elementSums";

const V: usize = 16; // bytes of a vector

/** Most rows of a strain. */
const ROWS: usize = 6;

/**
 * Adds K u of the voxels in layers first … end − 1 of the first axis to out. The layers clear … clearEnd − 1
 * of out are zeroed before.
 */
export function applyElements(
  plan: usize,
  u: usize,
  coefficients: usize,
  out: usize,
  first: usize,
  end: usize,
  clear: usize,
  clearEnd: usize,
  scratch: usize,
): void {
  const axes = plans.axesOf(plan);
  const nx = plans.lengthOf(plan, 0);
  const ny = plans.lengthOf(plan, 1);
  const nz = plans.lengthOf(plan, 2);
  const size = (nx * ny * nz) << 3;
  const layers: usize = axes == 3 ? nx : axes == 2 ? ny : 1;
  const layer = size / layers;
  const fields = plans.componentsOf(plan) * power(plans.orderOf(plan), axes);
  for (let field: usize = 0; field < fields; field++) {
    memory.fill(out + field * size + clear * layer, 0, (clearEnd - clear) * layer);
  }
  const block = plans.blockOf(plan);
  const perLayer: usize = axes == 3 ? ny : 1;
  for (let row = first * perLayer; row < end * perLayer; row++) {
    for (let z: usize = 0; z < nz; z += block) {
      applyStretch(plan, u, coefficients, out, row, z, min(block, nz - z), scratch);
    }
  }
}

/** The voxels z … z + count − 1 of a row. */
function applyStretch(
  plan: usize,
  u: usize,
  coefficients: usize,
  out: usize,
  row: usize,
  z: usize,
  count: usize,
  scratch: usize,
): void {
  const nx = plans.lengthOf(plan, 0);
  const ny = plans.lengthOf(plan, 1);
  const nz = plans.lengthOf(plan, 2);
  const kept = plans.coefficientsOf(plan);
  const modes = plans.componentsOf(plan) * power(plans.orderOf(plan) + 1, plans.axesOf(plan));
  const bytes = ((count + 1) & ~1) << 3;
  const line = bytes + 64; // lines that lie a power of two apart would compete for the cache
  const coefficient = (row * nz + z) << 3;
  for (let i: usize = 0; i < kept; i++) {
    copyLine(coefficients + i * ((nx * ny * nz) << 3) + coefficient, count, scratch + i * line);
  }
  const values = scratch + kept * line;
  const forces = values + modes * line;
  const rows = forces + modes * line;
  moveModes(plan, u, row, z, count, values, line, bytes, true);
  memory.fill(forces, 0, plans.modesOf(plan) > 0 ? modes * line : 0);
  applyLaw(plan, scratch, values, forces, rows, line, bytes);
  moveModes(plan, out, row, z, count, forces, line, bytes, false);
}

/** Copies a line; an odd last number is followed by zero. */
function copyLine(from: usize, count: usize, to: usize): void {
  const end = from + (count << 3);
  for (; from < end; from += V, to += V) {
    v128.store(to, end - from == 8 ? v128.load64_zero(from) : v128.load(from));
  }
}

/** Reads modes from the nodes of an array, or adds forces on modes to them. */
function moveModes(
  plan: usize,
  array: usize,
  row: usize,
  z: usize,
  count: usize,
  lines: usize,
  line: usize,
  bytes: usize,
  read: bool,
): void {
  const axes = plans.axesOf(plan);
  const nx = plans.lengthOf(plan, 0);
  const ny = plans.lengthOf(plan, 1);
  const nz = plans.lengthOf(plan, 2);
  const size = (nx * ny * nz) << 3;
  const order = plans.orderOf(plan);
  const width = order + 1;
  const xs: usize = axes == 3 ? width : 1;
  const ys: usize = axes > 1 ? width : 1;
  const x = row / ny;
  const y = axes > 1 ? row % ny : 0;
  const field = power(order, axes) * size;
  const after = z + count < nz ? z + count : 0;
  const components = plans.componentsOf(plan);
  for (let c: usize = 0; c < components; c++) {
    const own = lines + c * xs * ys * width * line;
    if (!read) changeAxes(plan, own, xs, ys, width, line, bytes, false);
    for (let i: usize = 0; i < xs; i++) {
      const xNode = i < order ? x : x + 1 < nx ? x + 1 : 0;
      for (let j: usize = 0; j < ys; j++) {
        const yNode = j < order ? y : y + 1 < ny ? y + 1 : 0;
        const type = (i % order) * order + (j % order);
        const nodes = array + c * field + type * order * size + (((xNode * ny + yNode) * nz) << 3);
        const from = nodes + (z << 3);
        const next = nodes + (after << 3);
        const to = own + (i * ys + j) * width * line;
        if (order == 1) {
          if (read) readPairs(from, next, count, line, to);
          else addPairs(to, line, count, from, next);
        } else if (read) readTriples(from, from + size, next, count, line, to);
        else addTriples(to, line, count, from, from + size, next);
      }
    }
    if (read) changeAxes(plan, own, xs, ys, width, line, bytes, true);
  }
}

/** Nodes to modes on the axes x and y, lines [x, y, z mode]; or the transpose. */
function changeAxes(
  plan: usize,
  lines: usize,
  xs: usize,
  ys: usize,
  width: usize,
  line: usize,
  bytes: usize,
  forward: bool,
): void {
  if (ys > 1) {
    for (let i: usize = 0; i < xs; i++) {
      changeAxis(plan, 1, lines + i * ys * width * line, width, width * line, line, bytes, forward);
    }
  }
  if (xs > 1) {
    changeAxis(plan, 0, lines, ys * width, ys * width * line, line, bytes, forward);
  }
}

/** The lines of an axis lie a step apart; beside them are others. */
function changeAxis(
  plan: usize,
  axis: usize,
  lines: usize,
  beside: usize,
  step: usize,
  line: usize,
  bytes: usize,
  forward: bool,
): void {
  const first = plans.scaleOf(plan, axis, 1);
  const second = plans.scaleOf(plan, axis, 2);
  const quadratic = plans.orderOf(plan) == 2;
  for (let i: usize = 0; i < beside; i++) {
    const a = lines + i * line;
    const b = a + step;
    if (quadratic) {
      if (forward) triple(a, b, b + step, bytes, first, second);
      else tripleBack(a, b, b + step, bytes, first, second);
    } else if (forward) pair(a, b, bytes, first);
    else pairBack(a, b, bytes, first);
  }
}

/** Fills the forces on modes. */
function applyLaw(
  plan: usize,
  coefficients: usize,
  values: usize,
  forces: usize,
  rows: usize,
  line: usize,
  bytes: usize,
): void {
  const λ = coefficients;
  const μ = plans.coefficientsOf(plan) > 1 ? λ + line : λ;
  const gap = forces - values;
  let record = plans.recordsOf(plan);
  for (let i = plans.stretchesOf(plan); i > 0; i--, record += 24) {
    const at = number(record) * line;
    stretch(λ, μ, load<f64>(record, 8), load<f64>(record, 16), values + at, forces + at, bytes);
  }
  for (let i = plans.couplingsOf(plan); i > 0; i--, record += 56) {
    couple(
      λ,
      μ,
      load<f64>(record, 32),
      load<f64>(record, 40),
      load<f64>(record, 48),
      values + number(record) * line,
      values + number(record + 8) * line,
      values + number(record + 16) * line,
      values + number(record + 24) * line,
      gap,
      bytes,
    );
  }
  for (let i = plans.modesOf(plan); i > 0; i--) {
    record = applyStiffness(plan, record, coefficients, values, forces, rows, line, bytes);
  }
}

/** Adds the forces of a mode of the strain; returns the next record. */
function applyStiffness(
  plan: usize,
  record: usize,
  coefficients: usize,
  values: usize,
  forces: usize,
  strains: usize,
  line: usize,
  bytes: usize,
): usize {
  const all = plans.rowsOf(plan);
  const rows = number(record);
  const weight = load<f64>(record, 8);
  const normals = number(record + 16);
  const stresses = strains + ROWS * line;
  const list = stresses + ROWS * line;
  const entries = record + 24;
  for (let i: usize = 0; i < rows; i++) {
    const entry = entries + 32 * i;
    const sources = number(entry + 8);
    const x = values + number(entry + 16) * line;
    const y = values + number(entry + 24) * line;
    if (sources == 0) memory.fill(strains + i * line, 0, bytes);
    else if (sources == 1) memory.copy(strains + i * line, x, bytes);
    else sum(x, y, strains + i * line, bytes);
  }
  if (normals > 0) deviator(strains, line, <i32>normals, bytes);
  for (let i: usize = 0; i < rows; i++) {
    const row = number(entries + 32 * i);
    for (let j: usize = 0; j < rows; j++) {
      const column = number(entries + 32 * j);
      const low = min(row, column);
      const pair = low * all - (low * (low - 1)) / 2 + (max(row, column) - low);
      store<u32>(list + 8 * j, coefficients + pair * line);
      store<u32>(list + 8 * j, strains + j * line, 4);
    }
    sumOfProducts(list, <i32>rows, stresses + i * line, bytes);
  }
  if (normals > 0) deviator(stresses, line, <i32>normals, bytes);
  for (let i: usize = 0; i < rows; i++) {
    const entry = entries + 32 * i;
    for (let source: usize = 0; source < number(entry + 8); source++) {
      const to = forces + number(entry + 16 + 8 * source) * line;
      addScaled(weight, stresses + i * line, to, bytes);
    }
  }
  return entries + 32 * rows;
}

// @inline
function number(at: usize): usize {
  return <usize>load<f64>(at);
}

function power(base: usize, exponent: usize): usize {
  let product: usize = 1;
  for (; exponent > 0; exponent--) product *= base;
  return product;
}
