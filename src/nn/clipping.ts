/**
 * Gradient clipping: steps do not run away where a gradient is steep.
 *
 *   by value   g_i ← min(max(g_i, −c), c)
 *   by norm    g ← g min(1, c/(‖g‖ + 10⁻⁶)),   ‖g‖ over the gradients of all parameters together
 *
 * Pascanu, Mikolov and Bengio, ICML 2013, algorithm 1. The 10⁻⁶ keeps a gradient of zero, and makes a run
 * comparable with one of PyTorch, which has it too.
 */
import { backend } from "../compute/index.js";
import { checkNumber, ValueError } from "../core/index.js";
import type { Reals } from "../core/index.js";

/** What gradients are clipped to; with both, first by value. */
export interface Clipping {
  /** c of the norm; 0.1 to 10 is usual. */
  readonly norm?: number;
  /** c of every entry. */
  readonly value?: number;
}

/**
 * Fills the gradients with their clipped values; returns their norm as it was before. Where that is not
 * finite, nothing is scaled. The sum of the norm has a fixed order.
 * @throws ValueError for bounds that are no positive numbers, or none at all
 */
export function fillClipped(gradients: readonly Reals[], { norm, value }: Clipping): number {
  if (norm === undefined && value === undefined) {
    throw new ValueError(
      "nn.fillClipped: clipping should have a bound, norm or value; got neither. Pass for example { norm: 1 }.",
    );
  }
  if (value !== undefined) checkNumber(value, 1e-30, Infinity, "nn.fillClipped: value");
  if (norm !== undefined) checkNumber(norm, 1e-30, Infinity, "nn.fillClipped: norm");
  const before = normOf(gradients);
  if (value !== undefined) gradients.forEach((g) => clampEntries(g, value));
  if (norm === undefined) return before;
  const now = value === undefined ? before : normOf(gradients);
  const factor = norm / (now + 1e-6);
  if (factor < 1 && Number.isFinite(now)) {
    // Parameters that are only added share their gradient, which is scaled once.
    new Set(gradients).forEach((g) => backend().scale(factor, g, g));
  }
  return before;
}

/** ‖g‖, parameter by parameter. */
function normOf(gradients: readonly Reals[]): number {
  return Math.sqrt(gradients.reduce((sum, g) => sum + backend().dot(g, g), 0));
}

function clampEntries(g: Reals, most: number): void {
  for (let i = 0; i < g.length; i++) g[i] = Math.min(Math.max(g[i], -most), most);
}
