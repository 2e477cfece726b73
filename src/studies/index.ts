export type { Certificate } from "./certificate.js";
export { refine } from "./refine.js";
export type { RefineOptions, Refinement } from "./refine.js";
