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
