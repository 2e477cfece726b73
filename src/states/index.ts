export { fourierBasis, legendreBasis, phaseBasis, primitiveBasis, waveNumber } from "./basis.js";
export type {
  Basis,
  CellBasis,
  Domain,
  FourierBasis,
  LegendreBasis,
  PhaseBasis,
  PrimitiveBasis,
  StatesOption,
} from "./basis.js";
export { checkLocalization } from "./checkLocalization.js";
export { directionsOf } from "./directions.js";
export type { Directions } from "./directions.js";
export { discretize, discretizeComplex, toMicrostructure } from "./discretize.js";
export { spectrumShape } from "./localization.js";
export type { Diagnostics, Localization } from "./localization.js";
export { neighbourBasis } from "./neighbours.js";
export type { NeighbourBasis, Term } from "./neighbours.js";
export { bungeMatrix, randomOrientations } from "./orientations.js";
export { isComplexBasis, redundancyOf, stateCount } from "./redundancy.js";
export type { Redundancy } from "./redundancy.js";
export { createSampler } from "./sampler.js";
export type { StateSampler } from "./sampler.js";
