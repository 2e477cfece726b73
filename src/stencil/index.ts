export { composeFilters } from "./composition.js";
export type { ComposedFilter, FilterLayer } from "./composition.js";
export { constraint } from "./constraint.js";
export type { Constraint, ConstraintOptions } from "./constraint.js";
export { difference } from "./difference.js";
export type { DifferenceFilter, DifferenceOptions } from "./difference.js";
export { DIFFERENCE_KINDS, differenceOffsets, differenceWeights } from "./differenceWeights.js";
export type { DifferenceKind } from "./differenceWeights.js";
export { formatReading } from "./formatReading.js";
export { GAUGES, toGauge } from "./gauge.js";
export type { Gauge } from "./gauge.js";
export { filterFromMoments, momentsFromFilter } from "./moments.js";
export type { MomentsOptions } from "./moments.js";
export { padKernel } from "./padding.js";
export { correlateAt, periodicConv, periodicConvTranspose } from "./periodicConv.js";
export type { ConvolutionOptions } from "./periodicConv.js";
export { readKernel } from "./readKernel.js";
export type { KernelReading, ReadOptions } from "./readKernel.js";
export { symbolAt } from "./symbol.js";
export type { SymbolOptions } from "./symbol.js";
export type { SeriesError } from "./symbolReach.js";
export type { KernelTerm, KernelSeries } from "./taylorSeries.js";
export { KERNEL_KINDS } from "./wholeFilter.js";
export type { KernelKind } from "./wholeFilter.js";
export {
  filterFromKernel,
  kernelFromFilter,
  kernelFromSpectrum,
  placesOf,
  spectrumFromKernel,
} from "./views.js";
