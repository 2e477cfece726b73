export type { Certificate } from "./certificate.js";
export type { Clock } from "./clock.js";
export { refine } from "./refine.js";
export type { RefineOptions, Refinement } from "./refine.js";
export type { ComparisonRow, RowKind } from "./rows.js";
export type { StrainScores } from "./scores.js";
export { solverRows } from "./solverRows.js";
export type { SolverRowsOptions } from "./solverRows.js";
