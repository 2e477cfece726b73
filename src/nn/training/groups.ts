/** Parameters with a learning rate or a weight decay of their own, or that stay as they are. */
import { checkNumber, ValueError } from "../../core/index.js";

/** Some parameters, and what holds for them. */
export interface ParameterGroup {
  /** Which: a path or its beginning (`0`, `2.body.1.weight`), or a test of the path. */
  readonly parameters: string | ((path: string) => boolean);
  /** Multiplies the learning rate. Default 1. */
  readonly learningRateFactor?: number;
  /** In place of the optimiser's. */
  readonly weightDecay?: number;
  /** Whether they stay as they are: nothing is computed for them. Default false. */
  readonly frozen?: boolean;
}

/** What holds for one parameter. */
export interface ParameterFactors {
  readonly learningRateFactor: number;
  readonly weightDecay: number | undefined;
  readonly frozen: boolean;
}

/**
 * What holds for every parameter; of several groups the first that names it counts.
 * @throws ValueError for a group that names no parameter, and numbers out of range
 */
export function factorsOf(
  paths: readonly string[],
  groups: readonly ParameterGroup[],
): ParameterFactors[] {
  const contains = ({ parameters }: ParameterGroup, path: string): boolean =>
    typeof parameters === "function"
      ? parameters(path)
      : path === parameters || path.startsWith(`${parameters}.`);
  groups.forEach((group, i) => {
    checkNumber(group.learningRateFactor ?? 1, 0, Infinity, `nn: groups[${i}].learningRateFactor`);
    checkNumber(group.weightDecay ?? 0, 0, Infinity, `nn: groups[${i}].weightDecay`);
    if (paths.some((path) => contains(group, path))) return;
    throw new ValueError(
      `nn: groups[${i}] should name some of the parameters ${paths.join(", ")}; it names none. ` +
        `Give a path, or its beginning.`,
    );
  });
  return paths.map((path) => {
    const group = groups.find((candidate) => contains(candidate, path));
    return {
      learningRateFactor: group?.learningRateFactor ?? 1,
      weightDecay: group?.weightDecay,
      frozen: group?.frozen ?? false,
    };
  });
}
