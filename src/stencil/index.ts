export { GAUGES, toGauge } from "./gauge.js";
export type { Gauge } from "./gauge.js";
export { padKernel } from "./padding.js";
export {
  filterFromKernel,
  kernelFromFilter,
  kernelFromSpectrum,
  spectrumFromKernel,
} from "./views.js";
