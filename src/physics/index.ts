export { solveElasticity } from "./elasticity/solveElasticity.js";
export type { ElasticityOptions } from "./elasticity/solveElasticity.js";
export type { ElasticSolution } from "./elasticity/solution.js";
export type {
  CubicPhases,
  ElasticPhases,
  IsotropicPhases,
  StiffnessPhases,
} from "./elasticity/phases.js";
export type { ElementName } from "./elasticity/options.js";
export type { ElasticStart } from "./elasticity/start.js";
export { cubicStiffness, lameConstants, rotateStiffness } from "./elasticity/stiffness.js";
export { effectiveStiffness } from "./elasticity/effectiveStiffness.js";
export type { EffectiveStiffness } from "./elasticity/effectiveStiffness.js";
export { vonMises } from "./elasticity/vonMises.js";
export type { VonMisesOptions } from "./elasticity/vonMises.js";
export type { CellOptions } from "./elasticity/options.js";
export { effectiveConductivity, solveConduction } from "./conduction/solveConduction.js";
export type {
  ConductionOptions,
  ConductionSolution,
  EffectiveConductivity,
} from "./conduction/solveConduction.js";
