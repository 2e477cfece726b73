/**
 * Two phases that wind through each other, as after spinodal decomposition: a sum of plane waves of one length λ with
 * random directions and phase angles, cut at a level,
 *
 *   v(x) = Σ_i cos(2π q_i·x + φ_i),   |q_i| ≈ 1/λ,   m(x) = #{ l : level_l < v(x) }.
 *
 * Only waves that repeat with the cell are taken, q_a = k_a / n_a with integers k. Many waves
 * make a Gaussian field.
 *
 * Cahn, Journal of Chemical Physics 42 (1965) 93. Soyarslan, Bargmann, Pradas, Weissmüller, Acta Materialia 149
 * (2018) 326. Kumar, Tan, Zheng, Kochmann, npj Computational Materials 6 (2020) 73 (cones).
 */
import {
  checkGrid,
  checkInteger,
  checkNumber,
  complexZeros,
  formatShape,
  ShapeError,
  sizeOf,
  unravel,
  ValueError,
} from "../core/index.js";
import type { NdArray, Seed } from "../core/index.js";
import { ifftn } from "../fft/index.js";
import { cumulativeFractions } from "./fractions.js";
import type { PhaseFractions } from "./fractions.js";
import { countLevels, cut } from "./levels.js";
import { drawSamples } from "./samples.js";

/** Options of `spinodal`. */
export interface SpinodalOptions extends PhaseFractions {
  /** Length λ of the waves in cells, from 2 to the longest axis. Two neighbouring domains have it together. */
  readonly wavelength: number;
  /** Number of waves. Default 1000; fewer than 20 show as a pattern. */
  readonly waves?: number;
  /**
   * Half-angles, in radians, of the cones about the space axes in which the waves lie, one per axis; 0 for no cone.
   * Default every direction. [0.5, 0, 0] makes layers across x, [0.5, 0.5, 0] columns along z.
   */
  readonly cones?: readonly number[];
  /** Number of samples. Default 1. */
  readonly samples?: number;
}

/**
 * Random microstructures of interpenetrating phases with one length.
 *
 * Waves are drawn, with equal chance, from all that repeat with the cell and have |q| within 1/(2 n) of 1/λ, n being
 * the longest axis. The cells with a phase up to l are the N c_l nearest, and more only where v takes one value in
 * several cells, as a pattern does that repeats within the cell. Phase 1 lies between phases 0 and 2. Sample s
 * depends on the seed and s alone.
 * @param shape the lengths of one to three space axes
 * @param rng a seed or a stream
 * @returns m[s, …x]
 * @throws ShapeError for a shape that is none, or another number of cones than axes
 * @throws ValueError for a length of waves the grid cannot show, cones without a wave, or fractions that are none
 */
export function spinodal(
  shape: readonly number[],
  options: SpinodalOptions,
  rng: Seed,
): NdArray<Uint8Array> {
  const where = "microstructure.spinodal";
  checkGrid(shape, [1, 2, 3], where);
  const { waves = 1000, samples = 1 } = options;
  checkInteger(waves, 1, Infinity, `${where}: waves`);
  const cumulative = cumulativeFractions(options, where);
  const shell = shellOf(shape, options, where);
  return drawSamples(shape, samples, rng, where, (own) => {
    const spectrum = complexZeros(shape);
    for (let i = 0; i < waves; i++) {
      const k = shell[own.integer(shell.length)];
      const angle = 2 * Math.PI * own.uniform();
      spectrum.re[k] += Math.cos(angle);
      spectrum.im[k] += Math.sin(angle);
    }
    const v = ifftn(spectrum, shape.length).re; // Re Σ e^{i(2πq·x + φ)}, up to a factor
    const m = new Uint8Array(v.length);
    cut(m, 0, v, countLevels(v, cumulative));
    return m;
  });
}

/** Where in a spectrum the waves of the length and the directions asked for stand. */
function shellOf(shape: readonly number[], options: SpinodalOptions, where: string): number[] {
  const { wavelength, cones = shape.map(() => Math.PI / 2) } = options;
  const longest = Math.max(...shape);
  checkNumber(wavelength, 2, longest, `${where}: wavelength`);
  if (cones.length !== shape.length) {
    throw new ShapeError(
      `${where}: cones should have ${shape.length} angles, one per axis; got ${formatShape(cones)}.`,
    );
  }
  cones.forEach((angle, axis) => checkNumber(angle, 0, Math.PI / 2, `${where}: cones[${axis}]`));
  const shell: number[] = [];
  for (let k = 0; k < sizeOf(shape); k++) {
    const q = unravel(k, shape).map((i, axis) =>
      2 * i > shape[axis] ? i / shape[axis] - 1 : i / shape[axis],
    );
    const size = Math.hypot(...q);
    if (Math.abs(size - 1 / wavelength) > 0.5 / longest + ROUNDING) continue;
    const inCone = cones.some(
      (angle, axis) => angle > 0 && Math.abs(q[axis]) >= size * Math.cos(angle) - ROUNDING,
    );
    if (inCone) shell.push(k);
  }
  if (shell.length > 0) return shell;
  throw new ValueError(
    `${where}: cones ${formatShape(cones)} hold no wave of ${wavelength} cells that repeats with grid ` +
      `${formatShape(shape)}. Widen them, or choose a larger cell.`,
  );
}

/** Waves at exactly the bounds of the shell or a cone count as within. */
const ROUNDING = 1e-12;
