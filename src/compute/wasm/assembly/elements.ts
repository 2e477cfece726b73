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
  addScaled,
  copy,
  couple,
  deviator,
  stretch,
  sum,
  sumOfProducts,
  zero,
} from "./elementLaws";
import { changeAxes, END, moveModes } from "./elementNodes";
import * as plans from "./elementPlan";
import { LINE } from "./elementPlan";
import { linearStrains, meanStrain } from "./elementSolid";

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
  const fields = plans.componentsOf(plan) * plans.power(plans.orderOf(plan), axes);
  for (let field: usize = 0; field < fields; field++) {
    memory.fill(out + field * size + clear * layer, 0, (clearEnd - clear) * layer);
  }
  const block = plans.blockOf(plan);
  const together = max(1, block / even(nz)); // short rows stand side by side
  const perLayer: usize = axes == 3 ? ny : 1;
  const rows = end * perLayer;
  for (let row = first * perLayer; row < rows; row += together) {
    for (let z: usize = 0; z < nz; z += block) {
      const count = min(block, nz - z);
      applyBlock(plan, u, coefficients, out, row, min(together, rows - row), z, count, scratch);
    }
  }
}

/** The voxels z … z + count − 1 of some rows. */
function applyBlock(
  plan: usize,
  u: usize,
  coefficients: usize,
  out: usize,
  row: usize,
  rows: usize,
  z: usize,
  count: usize,
  scratch: usize,
): void {
  const nz = plans.lengthOf(plan, 2);
  const size = (plans.lengthOf(plan, 0) * plans.lengthOf(plan, 1) * nz) << 3;
  const kept = plans.coefficientsOf(plan);
  const modes = plans.componentsOf(plan) * plans.power(plans.orderOf(plan) + 1, plans.axesOf(plan));
  const bytes = even(count) << 3;
  const lines = scratch + END;
  const values = lines + kept * LINE;
  const forces = plans.isSolid(plan) ? values : values + modes * LINE;
  for (let r: usize = 0; r < rows; r++) {
    const at = coefficients + (((row + r) * nz + z) << 3);
    for (let i: usize = 0; i < kept; i++) {
      copyLine(at + i * size, count, lines + i * LINE + r * bytes);
    }
    moveModes(plan, u, row + r, z, count, values + r * bytes, scratch, true);
  }
  changeAxes(plan, values, rows * bytes, true);
  applyLaw(plan, lines, values, forces, forces + modes * LINE, rows * bytes);
  changeAxes(plan, forces, rows * bytes, false);
  for (let r: usize = 0; r < rows; r++) {
    moveModes(plan, out, row + r, z, count, forces + r * bytes, scratch, false);
  }
}

/** Numbers of a line in whole vectors. */
// @inline
function even(count: usize): usize {
  return (count + 1) & ~1;
}

/** Copies a line; an odd last number is followed by zero: a voxel without stiffness. */
function copyLine(from: usize, count: usize, to: usize): void {
  const end = from + (count << 3);
  for (; from < end; from += V, to += V) {
    v128.store(to, end - from == 8 ? v128.load64_zero(from) : v128.load(from));
  }
}

/** Fills the forces on modes. */
function applyLaw(
  plan: usize,
  coefficients: usize,
  values: usize,
  forces: usize,
  rows: usize,
  bytes: usize,
): void {
  const λ = coefficients;
  const μ = plans.coefficientsOf(plan) > 1 ? λ + LINE : λ;
  const gap = forces - values;
  let record = plans.recordsOf(plan);
  if (plans.isSolid(plan)) {
    meanStrain(λ, μ, load<f64>(record), values, bytes);
    linearStrains(λ, μ, record + 8, values, bytes);
    record += 80;
  }
  for (let i = plans.stretchesOf(plan); i > 0; i--, record += 24) {
    const at = number(record) * LINE;
    stretch(λ, μ, load<f64>(record, 8), load<f64>(record, 16), values + at, forces + at, bytes);
  }
  for (let i = plans.couplingsOf(plan); i > 0; i--, record += 56) {
    couple(
      λ,
      μ,
      load<f64>(record, 32),
      load<f64>(record, 40),
      load<f64>(record, 48),
      values + number(record) * LINE,
      values + number(record + 8) * LINE,
      values + number(record + 16) * LINE,
      values + number(record + 24) * LINE,
      gap,
      bytes,
    );
  }
  if (plans.modesOf(plan) > 0) {
    for (let at = forces; at < rows; at += LINE) zero(at, bytes);
  }
  for (let i = plans.modesOf(plan); i > 0; i--) {
    record = applyStiffness(plan, record, coefficients, values, forces, rows, bytes);
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
  bytes: usize,
): usize {
  const all = plans.rowsOf(plan);
  const rows = number(record);
  const weight = load<f64>(record, 8);
  const normals = number(record + 16);
  const stresses = strains + ROWS * LINE;
  const list = stresses + ROWS * LINE;
  const entries = record + 24;
  for (let i: usize = 0; i < rows; i++) {
    const entry = entries + 32 * i;
    const sources = number(entry + 8);
    const x = values + number(entry + 16) * LINE;
    const y = values + number(entry + 24) * LINE;
    if (sources == 0) zero(strains + i * LINE, bytes);
    else if (sources == 1) copy(x, strains + i * LINE, bytes);
    else sum(x, y, strains + i * LINE, bytes);
  }
  if (normals > 0) deviator(strains, <i32>normals, bytes);
  for (let i: usize = 0; i < rows; i++) {
    const row = number(entries + 32 * i);
    for (let j: usize = 0; j < rows; j++) {
      const column = number(entries + 32 * j);
      const low = min(row, column);
      const pair = low * all - (low * (low - 1)) / 2 + (max(row, column) - low);
      store<u32>(list + 4 * j, coefficients + pair * LINE);
    }
    sumOfProducts(list, <i32>rows, strains, stresses + i * LINE, bytes);
  }
  if (normals > 0) deviator(stresses, <i32>normals, bytes);
  for (let i: usize = 0; i < rows; i++) {
    const entry = entries + 32 * i;
    for (let source: usize = 0; source < number(entry + 8); source++) {
      const to = forces + number(entry + 16 + 8 * source) * LINE;
      addScaled(weight, stresses + i * LINE, to, bytes);
    }
  }
  return entries + 32 * rows;
}

// @inline
function number(at: usize): usize {
  return <usize>load<f64>(at);
}
