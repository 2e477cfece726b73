/** The contract in plain TypeScript: the definition that judges every other backend. */
import { createArray, createPlans } from "../core/index.js";
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

const planOf = createPlans<GridTransform>(16);

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
  gridTransform: (grid) => planOf(grid.join("×"), () => createGridTransform(grid)),
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
