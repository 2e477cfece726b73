/** What needs Node: files. */
export * as io from "./io/index.js";
