/**
 * What a kernel does, in words: "∂²/∂x², leading error 0.083 h² ∂⁴/∂x⁴". Without a spacing an operator of degree d stands
 * over h^d, as a difference is used.
 */
import { ValueError } from "../core/index.js";
import type { KernelReading } from "./readKernel.js";
import { strengthOf } from "./taylorSeries.js";
import type { KernelTerm } from "./taylorSeries.js";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** Terms of a sum that are spelt out. */
const SPELT = 5;

/**
 * The sentence of a reading, its terms, and how far they hold, as lines of text.
 * @throws ValueError for what `readKernel` did not return
 */
export function formatReading(reading: KernelReading): string {
  if (!Array.isArray((reading as Partial<KernelReading> | undefined)?.checks)) {
    throw new ValueError(
      "stencil.formatReading: reading should be what stencil.readKernel returned; got something else. Write " +
        "formatReading(readKernel(filter)).",
    );
  }
  const { sentence, terms, checks, axisNames, spacing } = reading;
  const rows = terms.map(({ order, degree, moment, coefficient }) => [
    derivative(order, axisNames) || "1",
    number(moment, 5),
    spacing === undefined
      ? product(number(coefficient, 5), powerOfH(degree))
      : number(coefficient, 5),
  ]);
  const errors = checks.map(({ angle, operator, terms: all }) => [
    number(angle, 3),
    percent(operator),
    percent(all),
  ]);
  return [
    sentence,
    "",
    ...table([["term", "moment", "coefficient"], ...rows]),
    "",
    ...table([["θ", "operator off by", "terms off by"], ...errors]),
  ].join("\n");
}

/** What the kernel does, in one sentence. */
export function sentenceOf(reading: Omit<KernelReading, "sentence">): string {
  const { operator, terms, accuracy, error, reach, cut, radius, longestWave, axisNames, spacing } =
    reading;
  if (operator.length === 0) return "0: all entries are zero";
  const sum = (some: readonly KernelTerm[], digits: number, over: number): string =>
    sumOf(some.slice(0, SPELT), axisNames, digits, (degree) =>
      spacing === undefined ? powerOfH(degree - over) : "",
    ) + (some.length > SPELT ? " + …" : "");
  const [{ degree }] = operator;
  const parts = [];
  let holds = reach.operator;
  if (isSum(operator, terms, radius)) {
    parts.push(`a sum, strongest first: ${sum(terms, 4, 0)}`, `as h → 0, ${sum(operator, 4, 0)}`);
    holds = reach.terms;
  } else if (accuracy === Infinity) {
    parts.push(`${sum(operator, 4, degree)}, exactly`);
  } else {
    const [exact, off] = [sum(operator, 4, degree), sum(error, 2, degree)];
    parts.push(`${exact}, leading error ${off}, so of order ${accuracy}`);
  }
  const points = number((2 * Math.PI) / holds, 2);
  parts.push(
    holds === Math.PI
      ? "within 5 % on all waves of the grid"
      : `within 5 % up to ${number(holds, 2)} radians per cell, ${points} points per wave`,
  );
  if (cut > 0) parts.push(`the window leaves out ${percent(cut)} of the kernel's absolute sum`);
  if (Math.max(reach.operator, reach.terms) < longestWave) {
    parts.push(
      `no wave of this grid is that long, from ${number(longestWave, 2)} on: its moments do not ` +
        `describe this kernel; read a window of it`,
    );
  }
  return parts.join("; ");
}

/** Whether another term is stronger than the operator where waves are as long as the kernel is wide. */
function isSum(
  operator: readonly KernelTerm[],
  terms: readonly KernelTerm[],
  radius: number,
): boolean {
  return strengthOf(terms[0], radius) > strengthOf(operator[0], radius);
}

/** 0.5 h ∂/∂x − ∂²/∂y². */
function sumOf(
  terms: readonly KernelTerm[],
  names: readonly string[],
  digits: number,
  powerOf: (degree: number) => string,
): string {
  return terms
    .map(({ order, degree, coefficient }, i) => {
      const rest = product(powerOf(degree), derivative(order, names));
      const size = number(Math.abs(coefficient), digits);
      const text = size === "1" && rest !== "" ? rest : product(size, rest);
      if (i === 0) return coefficient < 0 ? `−${text}` : text;
      return `${coefficient < 0 ? "−" : "+"} ${text}`;
    })
    .join(" ");
}

/** ∂³/∂x²∂y for [2, 1]; nothing for order 0. */
function derivative(order: readonly number[], names: readonly string[]): string {
  const degree = order.reduce((sum, k) => sum + k, 0);
  if (degree === 0) return "";
  const below = order.map((k, axis) => (k === 0 ? "" : `∂${names[axis]}${superscript(k)}`));
  return `∂${superscript(degree)}/${below.join("")}`;
}

function powerOfH(degree: number): string {
  return degree === 0 ? "" : `h${superscript(degree)}`;
}

/** Nothing for 1. */
function superscript(power: number): string {
  if (power === 1) return "";
  return String(power).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
}

function product(...factors: readonly string[]): string {
  return factors.filter((factor) => factor !== "").join(" ");
}

function number(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits))).replace("-", value < 0 ? "−" : "-");
}

function percent(share: number): string {
  return share > 10 ? "> 1000 %" : `${number(100 * share, 2)} %`;
}

/** Columns padded to their longest entry. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    `  ${row.map((entry, column) => entry.padEnd(widths[column])).join("  ")}`.trimEnd(),
  );
}
