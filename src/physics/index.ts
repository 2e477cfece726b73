export { effectiveConductivity, solveConduction } from "./conduction/solveConduction.js";
export type {
  ConductionOptions,
  ConductionSolution,
  EffectiveConductivity,
} from "./conduction/solveConduction.js";
export { effectiveStiffness } from "./elasticity/effectiveStiffness.js";
export type { EffectiveStiffness } from "./elasticity/effectiveStiffness.js";
export type { ElementName } from "./elasticity/options.js";
export type { CellOptions } from "./elasticity/options.js";
export type {
  CubicPhases,
  ElasticPhases,
  IsotropicPhases,
  StiffnessPhases,
} from "./elasticity/phases.js";
export type { ElasticSolution } from "./elasticity/solution.js";
export { solveElasticity } from "./elasticity/solveElasticity.js";
export type { ElasticityOptions } from "./elasticity/solveElasticity.js";
export type { ElasticStart } from "./elasticity/start.js";
export { cubicStiffness, lameConstants, rotateStiffness } from "./elasticity/stiffness.js";
export { vonMises } from "./elasticity/vonMises.js";
export type { VonMisesOptions } from "./elasticity/vonMises.js";
export { allenCahn } from "./phaseField/allenCahn.js";
export type { AllenCahnOptions } from "./phaseField/allenCahn.js";
export { cahnHilliard } from "./phaseField/cahnHilliard.js";
export type { CahnHilliardOptions } from "./phaseField/cahnHilliard.js";
export { freeEnergy } from "./phaseField/freeEnergy.js";
export type { FreeEnergyOptions } from "./phaseField/freeEnergy.js";
export type { FlowOptions } from "./phaseField/gradientFlow.js";
export type { PhaseField, PhaseFieldScheme, SchemeOptions } from "./phaseField/phaseField.js";
export type { PhaseFieldFrame, PhaseFieldRollout, RolloutOptions } from "./phaseField/rollout.js";
export type { PhaseFieldState } from "./phaseField/state.js";
