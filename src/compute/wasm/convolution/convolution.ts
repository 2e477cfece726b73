/**
 * Periodic convolution in WebAssembly: tap by tap, by minimal filtering, by transforms of tiles or of
 * the whole grid, whichever is expected to be fastest. The gradient to the input is the convolution with the turned filter
 * (axes reversed, inputs and outputs exchanged, centre at l − 1 − c).
 */
import { sizeOf } from "../../../core/index.js";
import { centreOf } from "../../convolution/convolution.js";
import type { Convolutions, ConvolutionShape } from "../../convolution/convolution.js";
import type { Reals } from "../../../core/index.js";
import {
  convolveSpectra,
  correlateSpectra,
  type SpectralLoops,
} from "../../convolution/spectralConvolution.js";
import {
  convolution,
  convolutionRelaxed,
  convolutionTiles,
  convolutionTilesRelaxed,
  minimalFiltering,
  minimalFilteringRelaxed,
} from "../binaries.js";
import type { ConvolutionKernels } from "./convolutionLayout.js";
import { convolvePath, correlatePath, planesStandStill } from "./convolutionPath.js";
import { convolveMinimal } from "./convolveMinimal.js";
import { convolveTaps } from "./convolveTaps.js";
import { convolveTiles, correlateTiles } from "./convolveTiles.js";
import { correlateMinimal } from "./correlateMinimal.js";
import { correlateTaps } from "./correlateTaps.js";
import type { Heap } from "../heap.js";
import { load } from "../load.js";
import type { MinimalKernels } from "./minimalFiltering.js";
import type { TileKernels } from "./tiles.js";

/** Convolutions on a heap; the modules are compiled when first used. */
export function createConvolutions(
  heap: Heap,
  loops: SpectralLoops,
  relaxed = false,
): Convolutions {
  let loaded: ConvolutionKernels | undefined;
  let loadedTiles: (ConvolutionKernels & TileKernels) | undefined;
  let loadedMinimal: (ConvolutionKernels & MinimalKernels) | undefined;
  const kernels = (): ConvolutionKernels =>
    (loaded ??= load(relaxed ? convolutionRelaxed : convolution, heap) as ConvolutionKernels);
  const tiles = (): ConvolutionKernels & TileKernels =>
    (loadedTiles ??= {
      ...kernels(),
      ...(load(relaxed ? convolutionTilesRelaxed : convolutionTiles, heap) as TileKernels),
    });
  const minimal = (): ConvolutionKernels & MinimalKernels =>
    (loadedMinimal ??= {
      ...kernels(),
      ...(load(relaxed ? minimalFilteringRelaxed : minimalFiltering, heap) as MinimalKernels),
    });

  const convolve = (
    u: Reals,
    q: Reals,
    shape: ConvolutionShape,
    centre: readonly number[],
    y: Reals,
  ): void => {
    const path = convolvePath(shape, u);
    if (path === "spectra") convolveSpectra(loops, u, q, shape, centre, y);
    else if (path === "tiles") convolveTiles(heap, tiles(), u, q, shape, centre, y);
    else if (path === "minimal") convolveMinimal(heap, minimal(), u, q, shape, centre, y);
    else convolveTaps(heap, kernels(), u, q, shape, centre, y);
  };

  const correlateLines = (
    path: "taps" | "minimal",
    u: Reals,
    g: Reals,
    shape: ConvolutionShape,
    centre: readonly number[],
    dq: Reals,
  ): void => {
    if (path === "minimal") correlateMinimal(heap, minimal(), u, g, shape, centre, dq);
    else correlateTaps(heap, kernels(), u, g, shape, centre, dq);
  };

  return {
    convolve: (u, q, shape, y) => convolve(u, q, shape, centreOf(shape.window), y),
    convolveTransposed(g, q, shape, du) {
      convolve(g, turned(q, shape), exchanged(shape), farCentreOf(shape.window), du);
    },
    correlate(u, g, shape, dq) {
      const centre = centreOf(shape.window);
      const path = correlatePath(shape, u);
      if (path === "spectra") correlateSpectra(loops, u, g, shape, centre, dq);
      else if (path === "tiles") correlateTiles(heap, tiles(), u, g, shape, centre, dq);
      else if (planesStandStill(shape)) {
        // Those of u are more.
        const other = exchanged(shape);
        const out = dq.slice();
        correlateLines(path, g, u, other, farCentreOf(shape.window), out);
        dq.set(turned(out, other));
      } else correlateLines(path, u, g, shape, centre, dq);
    },
  };
}

/** The filter that makes a convolution of its transpose: q'[group, i, o, j] = q[group, o, i, l − 1 − j]. */
function turned<A extends Reals>(q: A, { groups, inputs, outputs, window }: ConvolutionShape): A {
  const taps = sizeOf(window);
  const out = q.slice() as A;
  for (let group = 0; group < groups; group++) {
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        const from = ((group * outputs + o) * inputs + i) * taps;
        const to = ((group * inputs + i) * outputs + o) * taps;
        for (let j = 0; j < taps; j++) out[to + j] = q[from + taps - 1 - j];
      }
    }
  }
  return out;
}

function exchanged(shape: ConvolutionShape): ConvolutionShape {
  return { ...shape, inputs: shape.outputs, outputs: shape.inputs };
}

function farCentreOf(window: readonly number[]): number[] {
  return centreOf(window).map((centre, axis) => window[axis] - 1 - centre);
}
