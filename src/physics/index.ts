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
export { advectionDiffusion } from "./pde/advectionDiffusion.js";
export type { AdvectionDiffusionOptions, CoefficientInput } from "./pde/advectionDiffusion.js";
export { fieldOf } from "./pde/box.js";
export type { BoxOptions } from "./pde/box.js";
export { burgers } from "./pde/burgers.js";
export type { BurgersOptions } from "./pde/burgers.js";
export type { SteppingOptions } from "./pde/evolution.js";
export { finiteDifference } from "./pde/finiteDifference.js";
export type { Difference, FiniteDifferenceOptions } from "./pde/finiteDifference.js";
export { gaussianBumps } from "./pde/gaussianBumps.js";
export type { Drawn, GaussianBumpsOptions } from "./pde/gaussianBumps.js";
export { heat } from "./pde/heat.js";
export type { Diffusivity, HeatOptions } from "./pde/heat.js";
export { fisherKpp, fitzHughNagumo, grayScott, lambdaOmega } from "./pde/kinetics.js";
export type { Kinetics } from "./pde/kinetics.js";
export { kuramotoSivashinsky } from "./pde/kuramotoSivashinsky.js";
export { navierStokes, velocityOf } from "./pde/navierStokes.js";
export type { NavierStokesOptions } from "./pde/navierStokes.js";
export { observe } from "./pde/observe.js";
export type { Observation, ObserveOptions } from "./pde/observe.js";
export { randomFourier } from "./pde/randomFourier.js";
export type { RandomFourierOptions } from "./pde/randomFourier.js";
export { reactionDiffusion } from "./pde/reactionDiffusion.js";
export type { ReactionDiffusionOptions } from "./pde/reactionDiffusion.js";
export type { ExplicitScheme } from "./pde/rungeKutta.js";
export { semilinear } from "./pde/semilinear.js";
export type { SemilinearOptions, SpectralOptions, SpectralScheme } from "./pde/semilinear.js";
export type { Frames, PdeSolver, Trajectory } from "./pde/solver.js";
export type { Pointwise } from "./pde/spectralRate.js";
export type { FourierSymbol, Operator, SymbolValue } from "./pde/symbols.js";
export { taylorGreen } from "./pde/taylorGreen.js";
export type { TaylorGreenOptions } from "./pde/taylorGreen.js";
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
