export { checkerboard } from "./checkerboard.js";
export { covarianceFor } from "./covarianceFor.js";
export { exponentialCovariance, gaussianCovariance, lamellarCovariance } from "./covariances.js";
export type { Covariance, LamellarOptions } from "./covariances.js";
export { deltaMicrostructures } from "./deltaMicrostructures.js";
export { drawFibres } from "./drawFibres.js";
export type { Fibre } from "./drawFibres.js";
export type { FibreOptions } from "./fibrePlan.js";
export { fibres } from "./fibres.js";
export type { FibresOptions } from "./fibres.js";
export type { FieldCut } from "./fieldLevels.js";
export { fieldSpectrum } from "./fieldSpectrum.js";
export type { FieldSpectrum, SpectrumOptions } from "./fieldSpectrum.js";
export { filteredCells } from "./filteredCells.js";
export type { FilteredCellsOptions } from "./filteredCells.js";
export type { PhaseFractions } from "./fractions.js";
export { gaussianField } from "./gaussianField.js";
export type { GaussianFieldOptions } from "./gaussianField.js";
export { grainKernel } from "./grainKernel.js";
export { assignPhases } from "./grains/assignPhases.js";
export type { AssignPhasesOptions } from "./grains/assignPhases.js";
export { polycrystal } from "./grains/polycrystal.js";
export type { Polycrystal } from "./grains/polycrystal.js";
export { voronoi, voronoiFrom } from "./grains/voronoi.js";
export type { GrainMetric, Grains, VoronoiOptions } from "./grains/voronoi.js";
export { independentCells } from "./independentCells.js";
export type { IndependentCellsOptions } from "./independentCells.js";
export { laminate } from "./laminate.js";
export type { LaminateOptions } from "./laminate.js";
export { maternCovariance } from "./matern.js";
export { multiphase, multiphaseFrom } from "./multiphase.js";
export type { GrainOptions, MultiphaseOptions } from "./multiphase.js";
export { placeFibres } from "./placeFibres.js";
export { reconstruct } from "./reconstruct.js";
export type {
  ReconstructedSample,
  Reconstruction,
  ReconstructionRecord,
  ReconstructOptions,
} from "./reconstruct.js";
export type { TargetOptions } from "./reconstructionTarget.js";
export type { DistanceOptions } from "./scaledDistance.js";
export { drawSpheres } from "./spheres/drawSpheres.js";
export type { Sphere } from "./spheres/ellipsoid.js";
export { placeSpheres } from "./spheres/placeSpheres.js";
export type { PlaceSpheresOptions, Separation, SphereOptions } from "./spheres/spherePlan.js";
export { overlappingSpheres, separateSpheres } from "./spheres/spheres.js";
export type { OverlappingSpheresOptions, SeparateSpheresOptions } from "./spheres/spheres.js";
export { spinodal } from "./spinodal.js";
export type { SpinodalOptions } from "./spinodal.js";
export { thresholdedField } from "./thresholdedField.js";
export type { ThresholdedFieldOptions } from "./thresholdedField.js";
export { twoPointOfThreshold } from "./twoPointOfThreshold.js";
export type { ThresholdStatisticsOptions } from "./twoPointOfThreshold.js";
