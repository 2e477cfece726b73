/**
 * The rules inside a file: no chance, clock, console or process in the science, nothing of Node in
 * what a browser loads, and no file that hides a second idea.
 */
import { builtinModules } from "node:module";
import ts from "typescript";
import { lineOf, walk, type Source } from "./sources.js";

const FORBIDDEN = /^(Math\.random|Date\.now|performance\.now|console\.\w+|process\.\w+)$/;
const WINDOWS = /^(io|plot|cli|compute\/threads)\//;
const LONGEST = 300;

/** A sentence for every use of chance, clock, console or process outside io, plot, cli and threads. */
export function brokenScience(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => !WINDOWS.test(path))
    .flatMap(({ path, syntax }) => {
      const found: string[] = [];
      walk(syntax, (node) => {
        const name =
          ts.isNewExpression(node) && node.expression.getText() === "Date"
            ? "new Date"
            : ts.isPropertyAccessExpression(node)
              ? node.getText()
              : "";
        if (name === "new Date" || FORBIDDEN.test(name)) {
          found.push(
            `${path}:${lineOf(node)} uses ${name}: chance, time and output are arguments, ` +
              `except in io, plot, cli and compute/threads.`,
          );
        }
      });
      return found;
    });
}

/** A sentence for every module of Node that loads together with `entry`, with the way that leads there. */
export function brokenEntry(sources: readonly Source[], entry: string): string[] {
  const byPath = new Map(sources.map((source) => [source.path.replace(/\.ts$/, ""), source]));
  const seen = new Set<string>();
  const follow = (path: string, way: readonly string[]): string[] => {
    const source = byPath.get(path);
    if (!source || seen.has(path)) return [];
    seen.add(path);
    const here = [...way, source.path];
    return source.imports
      .filter(({ loads }) => loads)
      .flatMap(({ specifier, target }) => {
        if (target !== undefined) return follow(target, here);
        const ofNode = specifier.startsWith("node:") || builtinModules.includes(specifier);
        return ofNode ? [`${here.join(" → ")} loads ${specifier}: ${entry} runs anywhere.`] : [];
      });
  };
  const start = entry.replace(/\.ts$/, "");
  return byPath.has(start) ? follow(start, []) : [`${entry} is not there.`];
}

/** A sentence for every file that is longer than one idea needs. */
export function brokenLength(sources: readonly Source[]): string[] {
  return sources
    .map(({ path, syntax }) => ({ path, lines: syntax.text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > LONGEST)
    .map(
      ({ path, lines }) => `${path} has ${lines} lines, over ${LONGEST}: look for a second idea.`,
    );
}
