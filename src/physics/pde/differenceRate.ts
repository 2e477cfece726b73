/** The right-hand side of the method of lines, in arrays that are made once. */
import { sizeOf } from "../../core/index.js";
import type { Box } from "./box.js";
import type { Planes, Rate } from "./scheme.js";
import type { Pointwise } from "./spectralRate.js";
import { freeze } from "./stability.js";
import { applyStencil, centralStencil, upwindStencil } from "./stencils.js";
import type { Stencil } from "./stencils.js";
import { forEachWave } from "./symbols.js";

/** A field, checked. */
export interface DifferenceField {
  readonly component: number;
  readonly derivative: readonly number[];
  readonly upwind: number | string | undefined;
}

/** A right-hand side, and how it acts on waves where it is frozen. */
export interface DifferenceRate {
  readonly rate: Rate;
  /** λ of all components and waves with coefficients frozen at u. */
  readonly frozenRates: (u: Float64Array, t: number) => Planes;
}

/** A stencil along one axis, times h⁻ᵒ. */
interface Pass {
  readonly axis: number;
  readonly lines: readonly [number, number, number];
  readonly scale: number;
  /** For a flow to the right, or either way if it is central. */
  readonly right: Stencil;
  readonly left: Stencil;
}

/** The right-hand side that reads the fields, by name. */
export function differenceRate(
  box: Box,
  components: number,
  accuracy: number,
  fields: Readonly<Record<string, DifferenceField>>,
  pointwise: Pointwise,
): DifferenceRate {
  const { cells, shape } = box;
  const entries = Object.entries(fields);
  const planes = entries.map(() => new Float64Array(cells));
  const values = Object.fromEntries(entries.map(([name], i) => [name, planes[i]]));
  const passes = entries.map(([, field]) => passesOf(field, box, accuracy));
  const [one, other] = [new Float64Array(cells), new Float64Array(cells)];
  const flowOf = ({ upwind }: DifferenceField): Float64Array | number | undefined =>
    typeof upwind === "string" ? values[upwind] : upwind;
  // Fields that name a flow come after the flow itself.
  const order = entries.map((_, i) => i).sort((i, j) => rank(entries[i][1]) - rank(entries[j][1]));

  const read = (u: Float64Array): void => {
    for (const i of order) {
      const [, field] = entries[i];
      const out = planes[i];
      out.set(u.subarray(field.component * cells, (field.component + 1) * cells));
      for (const { lines, scale, right, left } of passes[i]) {
        one.set(out);
        applyStencil(out, one, right, lines, scale);
        const flow = flowOf(field);
        if (flow === undefined) continue;
        applyStencil(other, one, left, lines, scale);
        for (let x = 0; x < cells; x++) {
          if (!((typeof flow === "number" ? flow : flow[x]) > 0)) out[x] = other[x];
        }
      }
    }
  };

  return {
    rate(u, t, out) {
      read(u);
      pointwise(componentsOf(out, components, cells), values, t);
    },
    frozenRates(u, t) {
      read(u);
      const half = shape.reduce(
        (size, n, a) => size * (a < shape.length - 1 ? n : (n >> 1) + 1),
        1,
      );
      const rates = {
        re: new Float64Array(components * half),
        im: new Float64Array(components * half),
      };
      const n = componentsOf(new Float64Array(components * cells), components, cells);
      for (let c = 0; c < components; c++) {
        const inputs = entries.flatMap(([, { component }], i) => (component === c ? [i] : []));
        if (inputs.length === 0) continue;
        const { cell, g } = freeze(
          () => pointwise(n, values, t),
          [n[c]],
          inputs.map((i) => planes[i]),
          [inputs.map((i) => boundOf(passes[i]))],
        );
        inputs.forEach((i, column) => {
          const flow = flowOf(entries[i][1]) ?? 1;
          const toRight = (typeof flow === "number" ? flow : flow[cell]) > 0;
          addSymbol(rates, c * half, g[0][column], passes[i], toRight, shape);
        });
      }
      return rates;
    },
  };
}

function rank({ upwind }: DifferenceField): number {
  return typeof upwind === "string" ? 1 : 0;
}

function componentsOf(u: Float64Array, components: number, cells: number): Float64Array[] {
  return Array.from({ length: components }, (_, c) => u.subarray(c * cells, (c + 1) * cells));
}

function passesOf(
  { derivative, upwind }: DifferenceField,
  { shape, spacing }: Box,
  accuracy: number,
): Pass[] {
  return derivative.flatMap((order, axis) => {
    if (order === 0) return [];
    const central = (): Stencil => centralStencil(order, accuracy);
    const lean = (flow: "right" | "left"): Stencil =>
      upwind === undefined ? central() : upwindStencil(accuracy, flow);
    const lines = [
      sizeOf(shape.slice(0, axis)),
      shape[axis],
      sizeOf(shape.slice(axis + 1)),
    ] as const;
    return [
      { axis, lines, scale: spacing[axis] ** -order, right: lean("right"), left: lean("left") },
    ];
  });
}

/** No wave is multiplied by more. */
function boundOf(passes: readonly Pass[]): number {
  return passes.reduce((product, { scale, right: { weights } }) => {
    return product * scale * weights.reduce((sum, w) => sum + Math.abs(w), 0);
  }, 1);
}

/** Adds g Π_a h_a⁻ᵒ Σ_j w_j e^{iθ_a r_j} at every wave, θ_a = 2π m_a / n_a. */
function addSymbol(
  rates: Planes,
  at: number,
  g: number,
  passes: readonly Pass[],
  toRight: boolean,
  shape: readonly number[],
): void {
  forEachWave(shape, (waves, k) => {
    let [re, im] = [g, 0];
    for (const { axis, scale, right, left } of passes) {
      const { offsets, weights } = toRight ? right : left;
      const θ = (2 * Math.PI * waves[axis]) / shape[axis];
      let [p, q] = [0, 0];
      offsets.forEach((r, j) => {
        p += scale * weights[j] * Math.cos(θ * r);
        q += scale * weights[j] * Math.sin(θ * r);
      });
      [re, im] = [re * p - im * q, re * q + im * p];
    }
    rates.re[at + k] += re;
    rates.im[at + k] += im;
  });
}
