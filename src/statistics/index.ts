export { bivariateNormal } from "./bivariateNormal.js";
export { normalCdf, normalQuantile } from "./normalDistribution.js";
export { twoPoint } from "./twoPoint.js";
export type { StatePair, TwoPointOptions } from "./twoPoint.js";
