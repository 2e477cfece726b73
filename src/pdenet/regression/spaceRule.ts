/** How the derivatives in space are taken. */
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  ShapeError,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { filterFromMoments } from "../../stencil/index.js";
import { ndarrayOf } from "../../core/index.js";
import type { Border } from "../network.js";
import { correlateAlong, placesAlong } from "./alongAxis.js";
import { givenFilters } from "./givenFilters.js";
import { polynomialWeights } from "./localPolynomial.js";
import { lowPass, spectralDerivatives } from "./spectralDerivatives.js";
import { variationDerivatives } from "./variationDerivatives.js";

/** How the derivatives in space are taken. */
export type SpaceRule =
  | {
      readonly by: "difference";
      /** Central differences whose error falls as h^p, p even. Default 4, five points for ∂ and ∂². */
      readonly accuracy?: number | undefined;
    }
  | {
      readonly by: "filters";
      /** q[o, …l] for all orders up to R as `derivativesUpTo` lists them, in units of the grid: those a network learnt. */
      readonly filters: ArrayInput;
    }
  | {
      readonly by: "spectral";
      /** The part of the waves along every axis that is kept, at most 1, or "auto": by cross-validation of every frame. Default 1. */
      readonly cut?: number | "auto" | undefined;
    }
  | {
      readonly by: "smoothed";
      /** Points in a window, odd. Default 7. */
      readonly points?: number | undefined;
      /** Degree of the polynomial. Default 4. */
      readonly degree?: number | undefined;
    }
  | {
      readonly by: "totalVariation";
      /**
       * λ: how much variation of the derivative costs, as a pure number. Default 1e-3; 1e-5 to 1e-1 is sensible, more for
       * more noise.
       */
      readonly weight?: number | undefined;
    };

/** Gives ∂^o of one field for all orders it was made for. */
export type Differentiate = (u: Float64Array) => Float64Array[];

/** Where the field is. */
export interface Place {
  readonly grid: readonly number[];
  readonly spacing: readonly number[];
  readonly border: Border;
}

/**
 * The derivatives of the given orders, by a rule.
 * @throws ShapeError for stencils longer than the grid, and filters that are too few or of other axes
 * @throws ValueError for rules that are unknown, need a periodic grid, or whose numbers make no sense
 */
export function differentiation(
  rule: SpaceRule,
  orders: readonly (readonly number[])[],
  place: Place,
  where: string,
): Differentiate {
  checkOneOf(
    rule.by,
    ["difference", "filters", "spectral", "smoothed", "totalVariation"],
    `${where}: by`,
  );
  switch (rule.by) {
    case "filters":
      return givenFilters(toFloat64(rule.filters, `${where}: filters`), orders, place, where);
    case "spectral": {
      if (place.border !== "periodic") {
        throw new ValueError(
          `${where}: spectral derivatives need a periodic border; got "${place.border}". Take differences.`,
        );
      }
      const { cut = 1 } = rule;
      if (cut !== "auto") checkNumber(cut, Number.MIN_VALUE, 1, `${where}: cut`);
      const derive = spectralDerivatives(orders, place);
      return cut === 1 ? (u) => derive(u) : (u) => derive(u, lowPass(cut, place.grid));
    }
    case "smoothed": {
      const { points = 7, degree = 4 } = rule;
      checkInteger(degree, 1, Infinity, `${where}: degree`);
      checkInteger(points, degree + 1, Infinity, `${where}: points`);
      if (points % 2 === 0) {
        throw new ValueError(
          `${where}: points should be odd, so that one is the middle; got ${points}.`,
        );
      }
      const highest = Math.max(...orders.flat());
      if (highest > degree) {
        throw new ValueError(
          `${where}: a polynomial of degree ${degree} has no derivative of order ${highest}. Raise degree.`,
        );
      }
      const nodes = Array.from({ length: points }, (_, j) => j - (points - 1) / 2);
      return separable(orders, place, (o) => polynomialWeights(nodes, degree, o, 0), where);
    }
    case "totalVariation": {
      const { weight = 1e-3 } = rule;
      checkNumber(weight, 0, Infinity, `${where}: weight`);
      return variationDerivatives(orders, place, weight);
    }
    case "difference": {
      const { accuracy = 4 } = rule;
      checkInteger(accuracy, 2, Infinity, `${where}: accuracy`);
      if (accuracy % 2 !== 0) {
        throw new ValueError(
          `${where}: accuracy of central differences should be even; got ${accuracy}.`,
        );
      }
      return separable(orders, place, (o) => centralWeights(o, accuracy), where);
    }
  }
}

/** The shortest central difference of an order whose error falls as h^p. */
export function centralWeights(order: number, accuracy: number): number[] {
  if (order === 0) return [1];
  const length = 2 * Math.floor((order + 1) / 2) - 1 + accuracy;
  const moments = new Float64Array(length);
  moments[order] = 1;
  return [...filterFromMoments(ndarrayOf(moments, [length])).data];
}

/** One set of weights along every axis after another; what several orders begin with is done once. */
function separable(
  orders: readonly (readonly number[])[],
  { grid, spacing, border }: Place,
  weightsOf: (order: number) => number[],
  where: string,
): Differentiate {
  const passes = grid.map((n, axis) => {
    const own = [...new Set(orders.map((order) => order[axis]))];
    return new Map(
      own.map((o) => {
        const weights = weightsOf(o).map((w) => w / spacing[axis] ** o);
        if (weights.length > n) {
          throw new ShapeError(
            `${where}: a derivative of order ${o} takes ${weights.length} points along axis ${axis}; the grid has ` +
              `${n}. Ask for lower derivatives or less accuracy.`,
          );
        }
        return [o, { weights, places: placesAlong(n, weights.length, border) }] as const;
      }),
    );
  });
  return (u) => {
    const done = new Map<string, Float64Array>();
    return orders.map((order) =>
      order.reduce((field, o, axis) => {
        const pass = passes[axis].get(o);
        if (!pass || pass.weights.length === 1) return field;
        const key = order.slice(0, axis + 1).join();
        const known = done.get(key);
        if (known) return known;
        const derived = correlateAlong(field, grid, axis, pass.weights, pass.places);
        done.set(key, derived);
        return derived;
      }, u),
    );
  };
}
