/** The check of numbers that say how much of a running value is kept from one step to the next. */
import { ValueError } from "../../core/index.js";

/**
 * Refuses numbers outside [0, 1): at 1 the past would never fade.
 * @throws ValueError
 */
export function checkDecay(value: number, where: string): void {
  if (value >= 0 && value < 1) return;
  throw new ValueError(`${where} should be at least 0 and less than 1; got ${value}.`);
}
