/** The equations of the library by the names they have on the command line. */
import {
  advectionDiffusion,
  burgers,
  fisherKpp,
  fitzHughNagumo,
  heat,
  kuramotoSivashinsky,
  lambdaOmega,
  navierStokes,
  reactionDiffusion,
} from "../../physics/index.js";
import type { PdeSolver, SpectralOptions } from "../../physics/index.js";
import type { Words } from "../command.js";
import { needed, settingsOf } from "./settings.js";
import type { Schema, Settings } from "./settings.js";

/** The value of an option without which an equation is not defined. */
type Need = <T>(value: T | undefined, name: string) => T;

/** An equation. */
export interface Equation {
  readonly schema: Schema;
  /** What it is, in the list of equations. */
  readonly summary: string;
  readonly build: (words: Words, options: SpectralOptions, command: string) => PdeSolver;
}

function equation<S extends Schema>(
  summary: string,
  schema: S,
  build: (options: SpectralOptions, settings: Settings<S>, need: Need) => PdeSolver,
): Equation {
  return {
    ...{ summary, schema },
    build: (words, options, command) =>
      build(options, settingsOf(words, schema, command), (value, name) =>
        needed(value, name, words.files[0], command),
      ),
  };
}

const DIFFUSION = { diffusivity: "number or list" } as const;

/** All equations, in the order of the help. */
export const EQUATIONS: Readonly<Record<string, Equation>> = {
  heat: equation(
    "u_t = ∇·D∇u, solved exactly",
    DIFFUSION,
    ({ shape, lengths }, { diffusivity }, need) =>
      heat({ shape, lengths, diffusivity: need(diffusivity, "diffusivity") }),
  ),
  burgers: equation(
    "u_t + (u·∇)u = ν∇²u, a component per axis",
    { viscosity: "number" },
    (options, { viscosity }, need) =>
      burgers({ ...options, viscosity: need(viscosity, "viscosity") }),
  ),
  "advection-diffusion": equation(
    "u_t = −v·∇u + ∇·D∇u",
    { velocity: "number or list", ...DIFFUSION },
    (options, settings) => advectionDiffusion({ ...options, ...settings }),
  ),
  "kuramoto-sivashinsky": equation(
    "u_t = −u u_x − u_xx − u_xxxx, chaos; in 2-D and 3-D for the height",
    {},
    (options) => kuramotoSivashinsky(options),
  ),
  "navier-stokes": equation(
    "vorticity of a flow in 2-D",
    { viscosity: "number", friction: "number" },
    (options, { viscosity, friction }, need) =>
      navierStokes({ ...options, friction, viscosity: need(viscosity, "viscosity") }),
  ),
  "fisher-kpp": equation(
    "u_t = D∇²u + r u (1 − u)",
    { ...DIFFUSION, growth: "number" },
    (options, { diffusivity, growth }, need) =>
      reactionDiffusion({
        ...options,
        diffusivity: need(diffusivity, "diffusivity"),
        kinetics: fisherKpp(growth === undefined ? {} : { growth }),
      }),
  ),
  "fitzhugh-nagumo": equation(
    "waves in an excitable medium, two components",
    { ...DIFFUSION, epsilon: "number", a: "number", b: "number", current: "number" },
    (options, { diffusivity, ...settings }, need) =>
      reactionDiffusion({
        ...options,
        diffusivity: need(diffusivity, "diffusivity"),
        kinetics: fitzHughNagumo(settings),
      }),
  ),
  "lambda-omega": equation(
    "an oscillator of amplitude 1 at every point, two components",
    { ...DIFFUSION, beta: "number" },
    (options, { diffusivity, beta }, need) =>
      reactionDiffusion({
        ...options,
        diffusivity: need(diffusivity, "diffusivity"),
        kinetics: lambdaOmega(beta === undefined ? {} : { beta }),
      }),
  ),
};
