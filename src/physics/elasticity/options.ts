/** Options of the elastic solvers, and their checks. */
import { checkInteger, checkOneOf, lengthsPerAxis, ValueError } from "../../core/index.js";
import type { ElementRule, VoxelElements } from "../../compute/index.js";
import { checkIteration } from "../cell/iteration.js";
import type { CheckedIteration, IterationOptions } from "../cell/iteration.js";
import type { ElasticBody } from "./body.js";
import type { Plane } from "./stiffness.js";

const ELEMENTS = {
  q1bbar: { order: 1, rule: "meanDilatation" },
  q1: { order: 1, rule: "full" },
  q1r: { order: 1, rule: "onePoint" },
  q2: { order: 2, rule: "full" },
} as const satisfies Record<string, { order: 1 | 2; rule: ElementRule }>;

/** Name of an element. */
export type ElementName = keyof typeof ELEMENTS;

/** How a cell is discretised and solved. */
export interface DiscretizationOptions {
  /**
   * "finite-element" (default); for comparison "moulinec-suquet", whose strains are points of a Fourier series, and
   * "rotated", Willot's: both iterate strains instead of displacements, and know no `element` nor `refine`.
   */
  readonly scheme?: Scheme;
  /** What iterates strains: "cg" (default), or "basic", the fixed point of the first paper. */
  readonly method?: "cg" | "basic";
  /**
   * "q1bbar" (default): linear, with the mean dilatation of every voxel; good for voids and for ν near ½.
   * "q1": linear, fully integrated. "q1r": one point per voxel, the cheapest, which is Willot's rotated scheme;
   * prefer odd grids. "q2": quadratic, four (2-D) or eight (3-D) times the unknowns and five to eight times
   * as accurate.
   */
  readonly element?: ElementName;
  /** What a plane cell stands for: "strain" (default) or "stress"; "pymks" is PyMKS's own modulus, μ · 2/3. */
  readonly plane?: Plane;
  /** Length of a voxel, the same along every axis or one for each; default 1. */
  readonly spacing?: number | readonly number[];
  /** Elements along every axis of a voxel; fields come back as means over voxels. Default 1. */
  readonly refine?: number;
}

/** How a cell can be discretised. */
export type Scheme = "finite-element" | "moulinec-suquet" | "rotated";

/** Options of every elastic solve. */
export type CellOptions = DiscretizationOptions & IterationOptions;

/** The same, complete. */
export interface CheckedOptions extends CheckedIteration {
  readonly plane: Plane;
  /** On the refined grid. */
  readonly elements: Pick<VoxelElements, "grid" | "spacing" | "order" | "rule">;
  readonly refine: number;
  readonly scheme: Scheme;
  readonly method: "cg" | "basic";
}

/** The plane of a call. */
export function planeOf({ plane = "strain" }: DiscretizationOptions, where: string): Plane {
  checkOneOf(plane, ["strain", "stress", "pymks"], `${where}: plane`);
  return plane;
}

/** All options of a call for cells on a grid. */
export function checkOptions(
  options: CellOptions,
  { grid }: Pick<ElasticBody, "grid">,
  where: string,
): CheckedOptions {
  const { scheme = "finite-element", method = "cg" } = options;
  checkOneOf(scheme, ["finite-element", "moulinec-suquet", "rotated"], `${where}: scheme`);
  checkOneOf(method, ["cg", "basic"], `${where}: method`);
  checkTogether(options, scheme, where);
  const { element = scheme === "finite-element" ? "q1bbar" : "q1r", refine = 1 } = options;
  checkOneOf(element, Object.keys(ELEMENTS), `${where}: element`);
  checkInteger(refine, 1, 64, `${where}: refine`);
  const spacing = lengthsPerAxis(options.spacing ?? 1, grid.length, `${where}: spacing`);
  return {
    plane: planeOf(options, where),
    elements: {
      ...ELEMENTS[element],
      grid: grid.map((n) => refine * n),
      spacing: spacing.map((h) => h / refine),
    },
    ...{ refine, scheme, method },
    ...checkIteration(options, where),
  };
}

/** Refuses options that belong to another scheme. */
function checkTogether(
  { element, refine, method }: DiscretizationOptions,
  scheme: Scheme,
  where: string,
): void {
  const foreign =
    scheme === "finite-element"
      ? method !== undefined && `method "${method}"`
      : (element !== undefined && `element "${element}"`) ||
        (refine !== undefined && `refine ${refine}`);
  if (!foreign) return;
  throw new ValueError(
    `${where}: scheme "${scheme}" should come without ${foreign.split(" ")[0]}; got ${foreign}. Leave it out` +
      (scheme === "finite-element"
        ? `, or choose the scheme "moulinec-suquet" or "rotated".`
        : `.`),
  );
}
