/** The rule of the house: imports only go down, and folders on one floor do not see each other. */
import ts from "typescript";
import { folderOf, lineOf, type Source } from "./sources.js";

/** Every folder's floor; `index.ts` and `node.ts` stand on the roof. */
export const floors: ReadonlyMap<string, number> = new Map(
  [
    ["core"],
    ["compute", "formats"],
    ["fft", "linalg", "metrics"],
    ["stencil", "states", "statistics"],
    ["autodiff"],
    ["nn"],
    ["physics", "microstructure", "mks", "cnn", "pdenet"],
    ["studies"],
    ["plot", "io"],
    ["cli"],
    [""],
  ].flatMap((folders, floor) => folders.map((folder) => [folder, floor] as const)),
);

/** A sentence for every import that does not go down, naming file, import and rule. */
export function brokenFloors(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, folder, imports }) => {
    const floor = floors.get(folder);
    if (floor === undefined) return [`${path} is on no floor: the house has no folder ${folder}.`];
    return imports.flatMap(({ specifier, target }) => {
      const to = target === undefined ? folder : folderOf(target);
      if (to === folder) return [];
      const below = floors.get(to);
      const rule =
        below === undefined
          ? to === ".."
            ? "it lies outside the house"
            : `the house has no folder ${to}`
          : below > floor
            ? `imports only go down, and ${folder} is on floor ${floor}, ${to || "the roof"} on ${below}`
            : `folders on one floor do not see each other, and ${folder} and ${to} are both on floor ${floor}`;
      return below !== undefined && below < floor
        ? []
        : [`${path} imports "${specifier}": ${rule}.`];
    });
  });
}

/** A sentence for every statement of an `index.ts` that is not a re-export by name. */
export function brokenIndexes(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => /(^|\/)index\.ts$/.test(path))
    .flatMap(({ path, syntax }) =>
      syntax.statements
        .filter((statement) => !isNamedReexport(statement))
        .map((statement) => `${path}:${lineOf(statement)} does more than re-export by name.`),
    );
}

function isNamedReexport(statement: ts.Statement): boolean {
  return (
    ts.isExportDeclaration(statement) &&
    statement.moduleSpecifier !== undefined &&
    statement.exportClause !== undefined
  );
}
