/** Numbers as they are read: few digits, a true minus sign, powers of ten as superscripts. */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Sizes outside [10⁻³, 10⁵) are written with a power of ten. */
const SMALLEST_PLAIN = -3;
const LARGEST_PLAIN = 4;

/** The number with up to `digits` significant digits: `0.1234`, `−1.5 × 10⁻⁹`; "–" if it is none. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return trueMinus(String(value));
  const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const text = isPlain(power)
    ? String(Number(size.toPrecision(digits)))
    : `${Number(mantissa)} × ${powerOfTen(power)}`;
  return value < 0 ? `−${text}` : text;
}

/** Whether numbers of the size 10^power are written without it. */
export function isPlain(power: number): boolean {
  return power >= SMALLEST_PLAIN && power <= LARGEST_PLAIN;
}

/** 10⁻³ for −3. */
export function powerOfTen(power: number): string {
  const digits = String(Math.abs(power)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
  return `10${power < 0 ? "⁻" : ""}${digits}`;
}

/** The lengths of the axes of a grid: `21 × 21`. */
export function formatGrid(grid: readonly number[]): string {
  return grid.join(" × ");
}

function trueMinus(text: string): string {
  return text.replace("-", "−");
}
