/** Solutions that are compared: of which problems, on which grids, and what is asked of them. */

/** What the time of a peer / ours must reach, and seconds that ours may take. */
export interface Bars {
  readonly numpy?: number;
  readonly sfepy?: number;
  readonly limit?: number;
}

interface Common {
  readonly name: string;
  readonly grid: readonly number[];
  readonly threads: number;
  readonly bars: Bars;
}

/** Cells of a soft and a stiff phase under a mean strain, in plane strain where they are flat. */
export interface ElasticWork extends Common {
  readonly kind: "elasticity";
  /** "field": a thresholded Gaussian field; "filtered": one whose widths and fractions differ. */
  readonly cells: "field" | "filtered";
  readonly samples: number;
  readonly elasticModulus: readonly [number, number];
  readonly poissonRatio: readonly [number, number];
  /** One mean strain; or all unit strains, for the effective stiffness. */
  readonly loads: "uniaxial" | "all";
  readonly element: "q1bbar" | "q2";
  readonly tolerance: number;
  /** Iterations that the solver is allowed: 1.3 times those of a prototype on such cells. */
  readonly mostIterations?: number;
}

/** Steps of the Cahn–Hilliard equation, from small noise. */
export interface FlowWork extends Common {
  readonly kind: "cahnHilliard";
  readonly steps: number;
}

/** A solution that is compared. */
export type PhysicsWork = ElasticWork | FlowWork;

const AGAINST_NUMPY = 3;
const AGAINST_SFEPY = 100;

/** Samples of a training set. */
const SET_SAMPLES = 400;

const PLANE = [101, 101];
const SOLID = [31, 31, 31];
const LARGE = [64, 64, 64];

/** All works, in the order of the table. */
export const PHYSICS_WORKS: readonly PhysicsWork[] = [
  elastic([21, 21], 10, { bars: { limit: 2e-3 }, mostIterations: 25 }),
  elastic(PLANE, 10, { bars: { numpy: AGAINST_NUMPY }, mostIterations: 27 }),
  elastic(PLANE, 50, { bars: { numpy: AGAINST_NUMPY }, mostIterations: 57 }),
  elastic(SOLID, 10, { bars: { numpy: AGAINST_NUMPY, limit: 0.14 }, mostIterations: 26 }),
  elastic(SOLID, 50, { bars: { numpy: AGAINST_NUMPY }, mostIterations: 52 }),
  elastic(LARGE, 10, { bars: { numpy: AGAINST_NUMPY, limit: 1.2 }, mostIterations: 26 }),
  elastic(LARGE, 50, { bars: { numpy: AGAINST_NUMPY }, mostIterations: 53 }),
  elastic(LARGE, 10, { loads: "all", bars: { limit: 8 } }),
  ...[[21, 21], PLANE].map((grid) =>
    elastic(grid, 10, { element: "q2", tolerance: 1e-8, bars: { sfepy: AGAINST_SFEPY } }),
  ),
  elastic(SOLID, 10, {
    cells: "filtered",
    samples: SET_SAMPLES,
    threads: 2,
    bars: { limit: 45 },
  }),
  {
    kind: "cahnHilliard",
    name: "Cahn-Hilliard 256x256, 100 steps",
    grid: [256, 256],
    steps: 100,
    threads: 1,
    bars: { numpy: 1 },
  },
];

/** The cell whose memory is measured, and bytes that the whole process may have at its peak. */
export const MEMORY_WORK = elastic([128, 128, 128], 10, { bars: {} });
export const MEMORY_LIMIT = 1e9;

function elastic(
  grid: readonly number[],
  contrast: number,
  different: Partial<Omit<ElasticWork, "name" | "grid" | "kind">>,
): ElasticWork {
  const work = {
    kind: "elasticity",
    grid,
    cells: "field",
    samples: 1,
    elasticModulus: [1, contrast],
    poissonRatio: [0.3, 0.3],
    loads: "uniaxial",
    element: "q1bbar",
    tolerance: 1e-6,
    threads: 1,
    bars: {},
    ...different,
  } as const;
  const count = work.samples === 1 ? "" : `${work.samples} x `;
  const parts = [
    `${work.element} ${count}${grid.join("x")}`,
    `contrast ${contrast}`,
    ...(work.loads === "all" ? ["all loads"] : []),
  ];
  return { ...work, name: parts.join(", ") };
}
