export { GAUGES, toGauge } from "./gauge.js";
export type { Gauge } from "./gauge.js";
export { padKernel } from "./padding.js";
export { correlateAt, periodicConv, periodicConvTranspose } from "./periodicConv.js";
export type { ConvolutionOptions } from "./periodicConv.js";
export {
  filterFromKernel,
  kernelFromFilter,
  kernelFromSpectrum,
  spectrumFromKernel,
} from "./views.js";
