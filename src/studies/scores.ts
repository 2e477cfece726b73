/** How far predicted strains are off: the scores of one row of a comparison. */
import { checkInteger, checkShape, sizeOf, toFloat64 } from "../core/index.js";
import type { ArrayInput, Dense } from "../core/index.js";
import { mase, relativeFluctuationL2, relativeL2, strainError } from "../metrics/index.js";
import type { SampleScores } from "../metrics/index.js";
import type { ElasticCase } from "./elasticCase.js";
import { meanStresses } from "./meanStresses.js";

/** Scores of predicted strains; those of one component first. */
export interface StrainScores {
  /** Mean absolute error in percent of the mean, of the component that is compared. */
  readonly mase: SampleScores;
  /** ‖p − y‖/‖y‖ of that component over the set, the mean included. */
  readonly relativeL2: number;
  /** ‖p − y‖/‖y − ⟨y⟩‖ of that component per sample, then their mean: a constant scores 1. */
  readonly relativeFluctuationL2: number;
  /** Of all components, in percent of the mean strain: `metrics.strainError`. */
  readonly strain: SampleScores;
  /** ‖⟨Cp⟩ − ⟨Cy⟩‖/‖⟨Cy⟩‖ of the effective stress per sample, then their mean, in percent. */
  readonly effectiveStress: number;
}

/** Known strains that predictions are compared with. */
export interface Truth {
  /** y[s, c, …x] */
  readonly strain: Dense<Float64Array>;
  /** The component of the first scores. */
  readonly component: number;
  readonly score: (prediction: ArrayInput) => StrainScores;
}

/**
 * Known strains of cells.
 * @param component default that of the largest load of the first cell
 * @throws ShapeError, ValueError for strains or a component that are not those of the cells
 */
export function truthOf(
  strains: ArrayInput,
  cell: ElasticCase,
  component: number | undefined,
  where: string,
): Truth {
  const { samples, components, grid, loads } = cell;
  const strain = toFloat64(strains, where);
  const shape = [samples, components, ...grid];
  checkShape(strain, shape, "Give all components of the strains of these cells.", where);
  const sizes = loads[0].map(Math.abs);
  const shown = component ?? sizes.indexOf(Math.max(...sizes));
  checkInteger(shown, 0, components - 1, `${where}: component`);
  const known = componentOf(strain, shown);
  const stresses = meanStresses(strain, cell);
  return {
    ...{ strain, component: shown },
    score(prediction) {
      const all = toFloat64(prediction, `${where}: prediction`);
      checkShape(all, shape, "Predict all components of these cells.", `${where}: prediction`);
      const own = componentOf(all, shown);
      return {
        mase: mase(own, known),
        relativeL2: relativeL2(own, known),
        relativeFluctuationL2: relativeFluctuationL2(own, known),
        strain: strainError(all, strain),
        effectiveStress: 100 * meanError(meanStresses(all, cell), stresses),
      };
    },
  };
}

/** u[s, …x] of one component of u[s, c, …x]. */
export function componentOf({ data, shape }: Dense<Float64Array>, c: number): Dense<Float64Array> {
  const [samples, components, ...grid] = shape;
  const size = sizeOf(grid);
  const out = new Float64Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const from = (s * components + c) * size;
    out.set(data.subarray(from, from + size), s * size);
  }
  return { data: out, shape: [samples, ...grid] };
}

/** The mean of ‖p_s − y_s‖/‖y_s‖. */
function meanError(p: readonly (readonly number[])[], y: readonly (readonly number[])[]): number {
  const shares = y.map((own, s) => {
    const off = Math.hypot(...own.map((value, c) => p[s][c] - value));
    return off / Math.hypot(...own);
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
