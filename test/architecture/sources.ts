/** The source files of a tree and what they import, read by the compiler's own parser. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import ts from "typescript";

/** One file of a tree. */
export interface Source {
  /** Path below the tree's root, with `/` between folders. */
  readonly path: string;
  /** The folder on which floor it lives: the first part of its path, "" for a file in the root. */
  readonly folder: string;
  readonly syntax: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** One import, re-export, `import("…")` or `import type`. */
export interface Import {
  readonly specifier: string;
  /** Whether it is there when the program runs and loads with the file: neither a type nor on demand. */
  readonly loads: boolean;
  /** For a relative import: the path of what it names, below the tree's root, without extension. */
  readonly target?: string;
}

/** Every TypeScript file below `root`; the AssemblyScript of the compute floor is another language. */
export function readSources(root: string): Source[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => path.endsWith(".ts") && !path.includes("/wasm/assembly/"))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      const syntax = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      return { path, folder: folderOf(path), syntax, imports: importsOf(syntax) };
    });
}

/** The first folder of a path; "" for a file in the root, ".." for one outside. */
export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

/** Calls `visit` with a node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => {
    walk(child, visit);
  });
}

/** Where in its file a node stands, for a message. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

function importsOf(syntax: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (name: ts.Node | undefined, loads: boolean): void => {
    if (!name || !ts.isStringLiteral(name)) return;
    const specifier = name.text;
    found.push(
      specifier.startsWith(".")
        ? { specifier, loads, target: targetOf(syntax.fileName, specifier) }
        : { specifier, loads },
    );
  };
  walk(syntax, (node) => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, !node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, false);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
  });
  return found;
}

function targetOf(path: string, specifier: string): string {
  const target = relative(resolve("."), resolve(dirname(path), specifier));
  return target.split(sep).join("/").replace(/\.js$/, "");
}
