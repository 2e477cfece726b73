/**
 * The problem that a network was trained on. A network sees phase indices alone: moduli, element and load
 * are part of what it learnt, so a model carries them, and a prediction says for which it is asked.
 */
import { formatShape, ShapeError, ValueError } from "../core/index.js";

/** Linear elasticity of voxel cells of isotropic phases. */
export interface Problem {
  /** Young's modulus of every phase, in any unit: strains depend on the ratios alone. */
  readonly elasticModulus: readonly number[];
  /** Poisson's ratio of every phase. */
  readonly poissonRatio: readonly number[];
  /** The finite element of the strains, as `physics.solveElasticity` calls it: "q1bbar", "q1", … */
  readonly element: string;
  /** In two dimensions. Default "strain". */
  readonly plane?: "strain" | "stress";
  /** Mean strain E[c] in Voigt order with engineering shear, or a list of them. */
  readonly macroStrain: readonly number[] | readonly (readonly number[])[];
}

/** Ratios and directions may differ by rounding. */
const ROUNDING = 1e-9;

/** The mean strains of a problem, as a list. */
export function loadsOf({ macroStrain }: Problem): readonly (readonly number[])[] {
  return macroStrain.every((entry) => typeof entry === "number") ? [macroStrain] : macroStrain;
}

/**
 * The mean strain of every sample.
 * @param shape of the cells, [s, …x]
 * @throws ShapeError unless there is one for all, or one for each
 */
export function loadsOfSamples(
  problem: Problem,
  shape: readonly number[],
  where: string,
): readonly (readonly number[])[] {
  const [samples] = shape;
  const loads = loadsOf(problem);
  if (loads.length === samples) return loads;
  if (loads.length === 1) return Array.from({ length: samples }, () => loads[0]);
  throw new ShapeError(
    `${where}: macroStrain should be one for all samples or one for each of ${samples}; got ${loads.length}, for ` +
      `cells of shape ${formatShape(shape)}.`,
  );
}

/**
 * What a careful reader should know about asking a model of one problem for another, in sentences; none if
 * the problems agree.
 */
export function differencesOf(asked: Problem, learnt: Problem): string[] {
  const sentences: string[] = [];
  const differs = (what: string, a: unknown, b: unknown): void => {
    sentences.push(
      `The model was trained with ${what} ${String(b)}; this problem has ${String(a)}. ` +
        `Its prediction is for the former: train on the latter, or refine the prediction with the solver.`,
    );
  };
  const ratios = ({ elasticModulus }: Problem): readonly number[] =>
    elasticModulus.map((modulus) => modulus / Math.max(...elasticModulus));
  if (!alike(ratios(asked), ratios(learnt))) {
    differs("the moduli", asked.elasticModulus.join(" : "), learnt.elasticModulus.join(" : "));
  }
  if (!alike(asked.poissonRatio, learnt.poissonRatio)) {
    differs("Poisson's ratios", asked.poissonRatio.join(", "), learnt.poissonRatio.join(", "));
  }
  if (asked.element !== learnt.element) differs("the element", asked.element, learnt.element);
  const plane = ({ plane = "strain" }: Problem): string => `plane ${plane}`;
  if (plane(asked) !== plane(learnt)) differs("the state of", plane(asked), plane(learnt));
  const known = loadsOf(learnt);
  const strange = loadsOf(asked).find((E) => !known.some((F) => isMultiple(E, F)));
  if (strange) {
    const list = known.map((E) => `(${E.join(", ")})`).join(", ");
    differs("mean strains along", `(${strange.join(", ")})`, list);
  }
  return sentences;
}

/**
 * Refuses what is no problem of so many phases and strain components.
 * @throws ShapeError, ValueError
 */
export function checkProblem(
  problem: Problem,
  { states, components }: { readonly states: number; readonly components: number },
  where: string,
): void {
  for (const name of ["elasticModulus", "poissonRatio"] as const) {
    const values = problem[name];
    if (!Array.isArray(values) || values.length !== states || !values.every(Number.isFinite)) {
      throw new ValueError(
        `${where}: ${name} should hold one number for each of ${states} phases; got ` +
          `${Array.isArray(values) ? `[${values.join(", ")}]` : String(values)}.`,
      );
    }
  }
  problem.poissonRatio.forEach((ν, h) => {
    if (problem.elasticModulus[h] === 0 || (ν > -1 && ν < 0.5)) return;
    throw new ValueError(
      `${where}: poissonRatio should lie between −1 and ½; got ${ν} for phase ${h}. Use 0.499 for a phase that keeps ` +
        `its volume.`,
    );
  });
  if (typeof problem.element !== "string") {
    throw new ValueError(
      `${where}: element should name the element of the strains, for example "q1bbar"; got ` +
        `${String(problem.element)}.`,
    );
  }
  for (const E of loadsOf(problem)) {
    if (E.length !== components) {
      throw new ShapeError(
        `${where}: macroStrain should have ${components} components, in Voigt order; got ${formatShape(E)}.`,
      );
    }
    if (!E.every(Number.isFinite) || E.every((entry) => entry === 0)) {
      throw new ValueError(
        `${where}: macroStrain should be finite and not zero; got (${E.join(", ")}).`,
      );
    }
  }
}

function alike(a: readonly number[], b: readonly number[]): boolean {
  return (
    a.length === b.length && a.every((x, i) => Math.abs(x - b[i]) <= ROUNDING * Math.abs(b[i]))
  );
}

/** −1 for a mean strain that is a negative multiple of a learnt one, else 1: responses are odd, networks are not. */
export function signOf(E: readonly number[], learnt: Problem): 1 | -1 {
  const F = loadsOf(learnt).filter((known) => isMultiple(E, known));
  return F.length > 0 && F.every((known) => dot(E, known) < 0) ? -1 : 1;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

/** Whether E = c F. */
function isMultiple(E: readonly number[], F: readonly number[]): boolean {
  const scale = dot(E, F) / dot(F, F);
  const off = E.map((x, i) => x - scale * F[i]);
  return dot(off, off) <= ROUNDING ** 2 * dot(E, E);
}
