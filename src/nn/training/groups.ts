/** Parameters with a learning rate or a weight decay of their own, or that stay as they are. */
import { ValueError } from "../../core/index.js";
import type { ParameterFactors } from "../optimisers/optimizer.js";

/** Some parameters, and what is special to them. */
export interface ParameterGroup extends ParameterFactors {
  /** Which: a path or its beginning (`0`, `2.body.1.weight`), or a test of the path. */
  readonly parameters: string | ((path: string) => boolean);
}

/**
 * What is special to every parameter; of several groups that name it the first counts.
 * @throws ValueError for a group that names no parameter
 */
export function factorsOf(
  paths: readonly string[],
  groups: readonly ParameterGroup[],
): ParameterFactors[] {
  const names = ({ parameters }: ParameterGroup, path: string): boolean =>
    typeof parameters === "function"
      ? parameters(path)
      : path === parameters || path.startsWith(`${parameters}.`);
  groups.forEach((group, i) => {
    if (paths.some((path) => names(group, path))) return;
    throw new ValueError(
      `nn: groups[${i}] should name some of the parameters ${paths.join(", ")}; it names none. ` +
        `Give a path, or its beginning.`,
    );
  });
  return paths.map((path) => groups.find((group) => names(group, path)) ?? {});
}
