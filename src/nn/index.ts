/** Neural networks: what they are made of, and how they learn. */
export { minimize } from "./minimize/minimize.js";
export type { MinimizeRecord, MinimizeResult, MinimizeStop } from "./minimize/minimize.js";
export type { Evaluation, Objective } from "./minimize/objective.js";
export type { MinimizeOptions } from "./minimize/options.js";
export type { MinimizeMethod, MinimizeState } from "./minimize/state.js";
