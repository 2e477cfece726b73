/** Reports: one HTML page with text, tables and pictures, that needs nothing but itself. */
import { ShapeError, ValueError } from "../core/index.js";
import { formatNumber } from "./numbers.js";
import { escapeText, INDEXED } from "./svg.js";
import { STYLE } from "./reportStyle.js";

/** What a table cell holds; numbers are written with four digits and aligned to the right. */
export type Cell = string | number;

/** A table with a heading for every column. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A picture and what it shows. */
export interface Figure {
  readonly svg: string;
  readonly caption: string;
}

/** A part of a report. What is given is shown in this order. */
export interface Section {
  readonly heading: string;
  /** Paragraphs, parted by empty lines. */
  readonly text?: string | undefined;
  readonly warnings?: readonly string[] | undefined;
  readonly table?: Table | undefined;
  readonly figures?: readonly Figure[] | undefined;
}

/** A report. */
export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
  /** What made the results: versions, `compute.info()`, a date. Printed at the end. */
  readonly info?: Readonly<Record<string, string | number>> | undefined;
}

/**
 * The report as a self-contained HTML page, fit for print. All text is escaped, and pictures are
 * embedded as images, so that nothing in them can run; the page forbids itself every other source.
 * @throws ValueError for figures that are no SVG
 * @throws ShapeError for table rows that do not fit their columns
 */
export function report({ title, sections, info = {} }: Report): string {
  const rows = Object.entries(info);
  const colophon =
    rows.length === 0 ? "" : `<footer>\n<h2>Made with</h2>\n${keyTable(rows)}</footer>\n`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escapeText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${proseHtml(title)}</h1>
${sections.map(sectionHtml).join("")}${colophon}</main>
</body>
</html>
`;
}

function sectionHtml({ heading, text = "", warnings = [], table, figures = [] }: Section): string {
  const paragraphs = text.split(/\n\s*\n/).filter((part) => part.trim() !== "");
  return [
    "<section>",
    `<h2>${proseHtml(heading)}</h2>`,
    ...paragraphs.map((part) => `<p>${proseHtml(part.trim())}</p>`),
    ...warnings.map((warning) => `<p class="warning">${proseHtml(warning)}</p>`),
    ...(table ? [tableHtml(table, heading)] : []),
    ...figures.map((figure) => figureHtml(figure, heading)),
    "</section>\n",
  ].join("\n");
}

function tableHtml({ columns, rows }: Table, heading: string): string {
  const wrong = rows.findIndex((row) => row.length !== columns.length);
  if (wrong >= 0) {
    throw new ShapeError(
      `plot.report: row ${wrong} of the table in section "${heading}" should have ` +
        `${columns.length} cells, one per column; got ${rows[wrong].length}.`,
    );
  }
  const numeric = columns.map((_, i) => isNumeric(rows.map((row) => row[i])));
  const cell = (tag: string, i: number, content: Cell): string =>
    `<${tag}${numeric[i] ? ' class="number"' : ""}>${cellText(content)}</${tag}>`;
  const row = (tag: string, cells: readonly Cell[]): string =>
    `<tr>${cells.map((content, i) => cell(tag, i, content)).join("")}</tr>\n`;
  return (
    `<table>\n<thead>\n${row("th", columns)}</thead>\n` +
    `<tbody>\n${rows.map((cells) => row("td", cells)).join("")}</tbody>\n</table>`
  );
}

/** Numbers, and dashes or numbers already written where there are some. */
function isNumeric(cells: readonly Cell[]): boolean {
  const written = /^(–|−?[\d.]+)$/;
  return (
    cells.some((cell) => cell !== "–") &&
    cells.every((cell) => typeof cell === "number" || written.test(cell))
  );
}

/** Escaped text; a letter with an index, ε_xx, is set as such. */
function proseHtml(text: string): string {
  return escapeText(text).replace(INDEXED, "$1<sub>$2</sub>");
}

function keyTable(rows: readonly (readonly [string, Cell])[]): string {
  const lines = rows.map(
    ([key, value]) =>
      `<tr><th scope="row">${escapeText(key)}</th><td>${cellText(value)}</td></tr>\n`,
  );
  return `<table class="keys">\n<tbody>\n${lines.join("")}</tbody>\n</table>\n`;
}

function cellText(content: Cell): string {
  return escapeText(typeof content === "number" ? formatNumber(content) : content);
}

function figureHtml({ svg, caption }: Figure, heading: string): string {
  if (typeof svg !== "string" || !svg.startsWith("<svg")) {
    throw new ValueError(
      `plot.report: a figure of section "${heading}" should be an SVG picture, beginning with "<svg"; ` +
        `got ${typeof svg === "string" ? `"${svg.slice(0, 20)}"` : typeof svg}. Draw it with plot.fields or another function of plot.`,
    );
  }
  const [, width = ""] = /^<svg[^>]*? width="([\d.]+)"/.exec(svg) ?? [];
  const text = escapeText(caption);
  return (
    `<figure>\n<img src="${svgUrl(svg)}" alt="${text}"${width && ` width="${Math.ceil(Number(width))}"`}>\n` +
    `<figcaption>${proseHtml(caption)}</figcaption>\n</figure>`
  );
}

/** What would end the address, or be taken for a part of it, is written as %xx. */
function svgUrl(svg: string): string {
  const encoded = svg.replace(/[%#"<>&]|[^ -~]/gu, encodeURIComponent);
  return `data:image/svg+xml;charset=utf-8,${encoded}`;
}
