/** The contract in plain TypeScript: the definition that judges every other backend. */
import { createArray } from "../core/index.js";
import type { Backend, GridTransform } from "./contract.js";
import { convolutions } from "./convolution/convolution.js";
import { elementwise } from "./elementwise/elementwise.js";
import { elements } from "./elements/elements.js";
import { products } from "./products/products.js";
import { sparseProducts } from "./products/sparseProducts.js";
import { stencils } from "./stencils/stencils.js";
import { symnets } from "./symnet/symnet.js";
import { upwindSymnets } from "./symnet/upwindSymnet.js";
import { createGridTransform } from "./transform/gridTransform.js";
import { solveHermitian } from "./systems/hermitianSystems.js";
import { addGram, sumOfProducts } from "./spectralSums.js";

/** Plans kept at most; the one used longest ago goes first. */
const KEPT_PLANS = 16;

const plans = new Map<string, GridTransform>();

/** The backend every engine can run. */
export const portable: Backend = {
  name: "portable",
  relaxed: false,
  threads: 1,
  overlap(work, meanwhile) {
    work();
    meanwhile();
  },
  close: () => undefined,
  allocate: createArray,
  release: () => undefined,
  gridTransform(grid) {
    const key = grid.join("×");
    const plan = plans.get(key) ?? createGridTransform(grid);
    plans.delete(key);
    plans.set(key, plan);
    const [oldest] = plans.keys();
    if (plans.size > KEPT_PLANS && oldest !== undefined) plans.delete(oldest);
    return plan;
  },
  addGram,
  solveHermitian,
  sumOfProducts,
  ...convolutions,
  ...elementwise,
  ...elements,
  ...products,
  ...sparseProducts,
  ...stencils,
  ...symnets,
  ...upwindSymnets,
};
