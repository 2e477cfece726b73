/** The same kernel, found by regression in frequencies and by learning in space, side by side. */
import type { KernelPair } from "../studies/index.js";
import { toGauge } from "../stencil/index.js";
import type { Localization } from "../states/index.js";
import { kernels } from "./kernels.js";
import { formatNumber } from "./numbers.js";
import type { Figure, Section } from "./report.js";

/**
 * The section of a report about both kernels and what is between them.
 * @param component which one is drawn, and its name
 * @param phases names of the local states
 */
export function kernelSection(
  { mks, cnn, difference }: KernelPair,
  component: number,
  componentName: string,
  phases: readonly string[] | undefined,
): Section {
  const figureOf = (model: Localization, caption: string): Figure => ({
    svg: kernels(model, { component, names: phases, fluctuation: true }),
    caption,
  });
  return {
    heading: "MKS and CNN: the same kernel",
    text:
      "A linear periodic convolution of local states, as large as the cell, is the localization of Materials " +
      "Knowledge Systems: MKS finds it frequency by frequency, a network as a filter in space. In the gauge of least " +
      `norm their difference is ${formatNumber(difference, 2)} of the kernel.`,
    figures: [
      figureOf(
        gauged(mks),
        `MKS: ${componentName} at distance r from a cell of each state, without means.`,
      ),
      figureOf(gauged(cnn), "The linear network, trained on the same cells."),
      figureOf(differenceOf(cnn, mks), "Network minus MKS: look at the scale."),
    ],
  };
}

function gauged(model: Localization): Localization {
  return {
    ...model,
    coefficients: toGauge(model.coefficients, "minimumNorm"),
    gauge: "minimumNorm",
  };
}

function differenceOf(a: Localization, b: Localization): Localization {
  const [x, y] = [gauged(a).coefficients, gauged(b).coefficients];
  const re = x.re.map((value, i) => value - y.re[i]);
  const im = x.im.map((value, i) => value - y.im[i]);
  return { ...a, coefficients: { re, im, shape: x.shape }, gauge: "minimumNorm" };
}
