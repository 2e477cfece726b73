/** Whether data read from somewhere are a localization: every part present, every shape in line. */
import { FormatError, formatShape, isComplexArray, sameShape, sizeOf } from "../core/index.js";
import type { ComplexArray, Dense } from "../core/index.js";
import type { Basis } from "./basis.js";
import { spectrumShape } from "./localization.js";
import type { Localization } from "./localization.js";
import type { NeighbourBasis, Term } from "./neighbours.js";
import { stateCount } from "./redundancy.js";

/**
 * The value as a localization.
 * @throws FormatError naming the first part that is missing or out of line
 */
export function checkLocalization(value: unknown): Localization {
  const model = (value ?? {}) as Localization;
  expect(model.kind === "localization", "kind", `"localization"`, model.kind);
  expect(model.version === 1, "version", "1 (the only one known here)", model.version);
  expect(isBasis(model.basis), "basis", "a basis of local states", model.basis);
  expect(isGrid(model.grid, model.basis), "grid", "a list of axis lengths", model.grid);
  expect(typeof model.scalar === "boolean", "scalar", "true or false", model.scalar);
  const gauge = model.gauge === "minimumNorm" || model.gauge === "dropLast";
  expect(gauge, "gauge", `"minimumNorm" or "dropLast"`, model.gauge);
  expect(isComplexArray(model.coefficients), "coefficients", "a complex array", model.coefficients);
  checkCoefficients(model);
  checkDiagnostics(model);
  return model;
}

function expect(holds: boolean, part: string, expected: string, got: unknown): void {
  if (holds) return;
  const shown = typeof got === "object" && got !== null ? "an object of another form" : String(got);
  throw new FormatError(
    `states.checkLocalization: ${part} should be ${expected}; got ${shown}. ` +
      `The file was written by another version or damaged: save the model again.`,
  );
}

function isGrid(value: unknown, basis: Basis): boolean {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isCount)) return false;
  return basis.kind !== "neighbours" || value.length === basis.axes;
}

function isBasis(value: unknown): value is Basis {
  const basis = (value ?? {}) as Basis;
  switch (basis.kind) {
    case "phase":
      return isCount(basis.count) && isStates(basis.states, basis.count);
    case "primitive":
      return (
        isCount(basis.count) &&
        isStates(basis.states, basis.count) &&
        isDomain(basis.domain) &&
        basis.count >= 2 &&
        typeof basis.clip === "boolean"
      );
    case "legendre":
      return (
        isCount(basis.count) &&
        isStates(basis.states, basis.count) &&
        isDomain(basis.domain) &&
        typeof basis.extrapolate === "boolean"
      );
    case "fourier":
      return isCount(basis.count) && isStates(basis.states, basis.count) && isDomain(basis.domain);
    case "neighbours":
      return isNeighbourBasis(basis);
    default:
      return false;
  }
}

function isNeighbourBasis({ cell, axes, order, terms }: NeighbourBasis): boolean {
  return (
    (cell?.kind === "phase" || cell?.kind === "primitive") &&
    isBasis(cell) &&
    cell.states.length === cell.count &&
    isCount(axes) &&
    isCount(order) &&
    Array.isArray(terms) &&
    terms.length >= 1 &&
    terms.every((term) => isTerm(term, axes, cell.count))
  );
}

function isTerm(value: unknown, axes: number, count: number): boolean {
  const { offsets, states } = (value ?? {}) as Partial<Term>;
  return (
    Array.isArray(offsets) &&
    offsets.every((o) => Array.isArray(o) && o.length === axes && o.every(Number.isInteger)) &&
    Array.isArray(states) &&
    states.every((h) => Number.isInteger(h) && h >= 1 && h < count) &&
    offsets.length === states.length
  );
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1;
}

function isStates(value: unknown, count: number): boolean {
  return (
    Array.isArray(value) &&
    value.length >= 1 &&
    value.every((h) => Number.isInteger(h) && (h as number) >= 0 && (h as number) < count) &&
    new Set(value).size === value.length
  );
}

function isDomain(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every(Number.isFinite) &&
    (value as number[])[0] < (value as number[])[1]
  );
}

function isArrayOf(value: unknown, expected: readonly number[]): boolean {
  const { data, shape } = (value ?? {}) as Partial<Dense>;
  return (
    ArrayBuffer.isView(data) &&
    data.length === sizeOf(expected) &&
    Array.isArray(shape) &&
    sameShape(shape, expected)
  );
}

function checkCoefficients({ basis, grid, scalar, coefficients }: Localization): void {
  const spectrum = spectrumShape(basis, grid);
  const [components, ...rest] = coefficients.shape;
  const expected = [stateCount(basis), ...spectrum];
  const fits = sameShape(rest, expected) && (!scalar || components === 1) && isCount(components);
  expect(
    fits,
    "the shape of coefficients",
    formatShape([components, ...expected]),
    formatShape(coefficients.shape),
  );
  const full = ({ re, im, shape }: ComplexArray): boolean =>
    re.length === sizeOf(shape) && im.length === sizeOf(shape);
  expect(
    full(coefficients),
    "coefficients",
    "as many numbers as their shape needs",
    coefficients.re.length,
  );
}

function checkDiagnostics({ basis, coefficients, diagnostics }: Localization): void {
  const { samples, grid, rank, condition, trainingError, warnings } = diagnostics ?? {};
  expect(isCount(samples), "diagnostics.samples", "a number of samples", samples);
  expect(isGrid(grid, basis), "diagnostics.grid", "a list of axis lengths", grid);
  const spectrum = spectrumShape(basis, grid);
  const arrayOf = `an array of shape ${formatShape(spectrum)}`;
  expect(isArrayOf(rank, spectrum), "diagnostics.rank", arrayOf, rank);
  expect(isArrayOf(condition, spectrum), "diagnostics.condition", arrayOf, condition);
  const errors =
    Array.isArray(trainingError) &&
    trainingError.length === coefficients.shape[0] &&
    trainingError.every((error) => typeof error === "number");
  expect(errors, "diagnostics.trainingError", "one number per component", trainingError);
  const sentences = Array.isArray(warnings) && warnings.every((line) => typeof line === "string");
  expect(sentences, "diagnostics.warnings", "a list of sentences", warnings);
}
