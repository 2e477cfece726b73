/** The five equations by name. */
import { anisotropic } from "./anisotropic.js";
import { cahnHilliard } from "./cahnHilliard.js";
import { kdv } from "./kdv.js";
import type { Problem } from "./problem.js";
import { reaction } from "./reaction.js";
import { space } from "./space.js";

export const problems: Readonly<Record<string, Problem>> = {
  ...{ kdv, reaction, anisotropic, space, cahnHilliard },
};
