/** Lines through points. */
import { element, rounded } from "./svg.js";
import type { Attributes } from "./svg.js";

/** A line through the points (x, y), in pixels. */
export function path(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  attributes: Attributes = {},
): string {
  const steps: string[] = [];
  for (let i = 0; i < xs.length; i++) steps.push(`${rounded(xs[i])} ${rounded(ys[i])}`);
  return element("path", {
    d: `M${steps.join("L")}${xs.length === 1 ? "h0" : ""}`,
    fill: "none",
    "stroke-width": 1.6,
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
    ...attributes,
  });
}
