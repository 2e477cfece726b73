/** Whether data read from somewhere are a localization: every part present, every shape in line. */
import { FormatError, formatShape, isComplexArray, sameShape, sizeOf } from "../core/index.js";
import type { ComplexArray } from "../core/index.js";
import type { Basis } from "./basis.js";
import { spectrumShape } from "./localization.js";
import type { Localization } from "./localization.js";
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
  expect(isShape(model.grid), "grid", "a list of axis lengths", model.grid);
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

function isShape(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((n) => Number.isInteger(n) && n >= 1)
  );
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
      return (
        isBasis(basis.cell) &&
        isCount(basis.axes) &&
        isCount(basis.order) &&
        Array.isArray(basis.terms) &&
        basis.terms.every(
          ({ offsets, states }) =>
            Array.isArray(offsets) &&
            Array.isArray(states) &&
            offsets.length === states.length &&
            offsets.every(
              (o) => Array.isArray(o) && o.length === basis.axes && o.every(Number.isInteger),
            ) &&
            states.every((h) => Number.isInteger(h) && h >= 1 && h < basis.cell.count),
        )
      );
    default:
      return false;
  }
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1;
}

function isStates(value: unknown, count: number): boolean {
  return (
    Array.isArray(value) &&
    value.length >= 1 &&
    value.every((h) => Number.isInteger(h) && (h as number) >= 0 && (h as number) < count)
  );
}

function isDomain(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 2 && (value as number[])[0] < (value as number[])[1]
  );
}

function checkCoefficients({ basis, grid, scalar, coefficients }: Localization): void {
  const spectrum = spectrumShape(basis, grid);
  const [components, ...rest] = coefficients.shape;
  const expected = [stateCount(basis), ...spectrum];
  const fits = sameShape(rest, expected) && (!scalar || components === 1) && components >= 1;
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
  expect(isShape(grid), "diagnostics.grid", "a list of axis lengths", grid);
  const spectrum = spectrumShape(basis, grid);
  for (const [part, array] of Object.entries({ rank, condition })) {
    const fits =
      array && sameShape(array.shape, spectrum) && array.data.length === sizeOf(spectrum);
    expect(
      Boolean(fits),
      `diagnostics.${part}`,
      `an array of shape ${formatShape(spectrum)}`,
      array,
    );
  }
  const errors = Array.isArray(trainingError) && trainingError.length === coefficients.shape[0];
  expect(errors, "diagnostics.trainingError", "one number per component", trainingError);
  expect(Array.isArray(warnings), "diagnostics.warnings", "a list of sentences", warnings);
}
