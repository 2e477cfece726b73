/**
 * Any convolution as a periodic one with stride 1 and no holes, which is what `compute` knows. On an axis
 * output x sees the cells S x + r_j, r_j = d j − c. Cell t of P phases has the phase t mod P and the
 * place ⌊t/P⌋ among its like:
 *
 * - With a stride, phases become channels: for r = S m + p output x sees place x + m of phase p.
 * - With a dilation, phases become samples: from x − c = d a + p on, output x sees the places a + j of phase p.
 * - Zeros beyond the grid are cells behind its end, which also lie before its beginning.
 * - Where phases do not fill a periodic axis, strided outputs are picked from all, and holes are zero taps.
 * - A window longer than a periodic axis wraps: taps that see the same cell add up.
 */
import type { ConvolutionShape } from "../../compute/index.js";
import { createPlans, sizeOf, stridesOf } from "../../core/index.js";
import { type ConvolutionLayout, spreadOf } from "./convolutionLayout.js";
import { NOWHERE, type Placement } from "./placement.js";

/** A periodic convolution, and where input, filter and output stand in it. */
export interface ConvolutionPlan {
  readonly shape: Omit<ConvolutionShape, "samples">;
  /** Samples that stand for one. */
  readonly phases: number;
  readonly input: Placement;
  readonly filter: Placement;
  readonly output: Placement;
}

/** Where an entry of an axis stands; nowhere if no output sees it. */
interface Place {
  readonly cell: number;
  readonly sample: number;
  readonly channel: number;
}

/** A convolution on one axis. */
interface AxisPlan {
  /** Cells and taps of the periodic convolution. */
  readonly cells: number;
  readonly taps: number;
  readonly samplePhases: number;
  readonly channelPhases: number;
  readonly input: readonly (Place | undefined)[];
  readonly filter: readonly Place[];
  readonly output: readonly Place[];
}

const findPlan = createPlans<ConvolutionPlan>();

/** The plan of a convolution with so many channels in every group. */
export function planOf(
  layout: ConvolutionLayout,
  inputs: number,
  outputs: number,
): ConvolutionPlan {
  const { groups, padding, stride, dilation, grid, window } = layout;
  const lengths = [grid, window, stride, dilation, [groups, inputs, outputs]];
  return findPlan(`${padding} ${lengths.join(" ")}`, () => makePlan(layout, inputs, outputs));
}

/** The lengths of the periodic convolution of so many samples. */
export function shapeOf({ shape, phases }: ConvolutionPlan, samples: number): ConvolutionShape {
  const { groups, inputs, outputs, grid, window } = shape;
  return { samples: samples * phases, groups, inputs, outputs, grid, window };
}

function makePlan(layout: ConvolutionLayout, inputs: number, outputs: number): ConvolutionPlan {
  const { groups } = layout;
  const axes = layout.grid.map((_, axis) => axisPlan(layout, axis));
  const grid = axes.map(({ cells }) => cells);
  const window = axes.map(({ taps }) => taps);
  const [size, taps] = [sizeOf(grid), sizeOf(window)];
  const samplePhases = axes.map((axis) => axis.samplePhases);
  const channelPhases = axes.map((axis) => axis.channelPhases);
  const [samples, channels] = [sizeOf(samplePhases), sizeOf(channelPhases)];

  const place = (side: "input" | "filter" | "output", planes: number): Placement => {
    const lengths = side === "filter" ? window : grid;
    const own = side === "filter" ? taps : size;
    const plane = side === "output" ? own : channels * own;
    const cellStrides = stridesOf(lengths);
    const channelStrides = stridesOf(channelPhases).map((step) => step * own);
    const sampleStrides = stridesOf(samplePhases).map((step) => step * planes * plane);
    const tables = axes.map((axis, a) =>
      Int32Array.from(axis[side], (at) =>
        at
          ? at.cell * cellStrides[a] + at.channel * channelStrides[a] + at.sample * sampleStrides[a]
          : NOWHERE,
      ),
    );
    const [depth, height, row] = [Int32Array.of(0), Int32Array.of(0), ...tables].slice(-3);
    return {
      planes,
      plane,
      sample: side === "filter" ? planes * plane : samples * planes * plane,
      ...{ depth, height, row },
      isRun: side !== "filter" && row.every((at, x) => at === row[0] + x),
      isIdentity:
        samples * channels === 1 &&
        axes.every(
          (axis, a) =>
            axis[side].length === lengths[a] && axis[side].every((at, t) => at?.cell === t),
        ),
    };
  };

  return {
    shape: { groups, inputs: inputs * channels, outputs, grid, window },
    phases: samples,
    input: place("input", groups * inputs),
    filter: place("filter", groups * outputs * inputs),
    output: place("output", groups * outputs),
  };
}

function axisPlan(layout: ConvolutionLayout, axis: number): AxisPlan {
  const { padding, grid, window, stride, dilation, outputGrid } = layout;
  const [n, length, step, hole] = [grid, window, stride, dilation].map((values) => values[axis]);
  const centre = padding === "valid" ? 0 : (spreadOf(layout)[axis] - 1) >> 1;
  const fills = (phases: number): boolean => padding !== "periodic" || n % phases === 0;
  const bySamples = step === 1 && length > 1 && fills(hole);
  const samplePhases = bySamples ? hole : 1;
  const modulus = bySamples ? hole : fills(step) ? step : 1;

  const reaches = Array.from({ length }, (_, j) => (bySamples ? hole * j : hole * j - centre));
  const taps = reaches.map((reach) => split(reach, modulus));
  const starts = Array.from({ length: outputGrid[axis] }, (_, x) =>
    split(bySamples ? x - centre : step * x, modulus),
  );
  const seen = [...new Set(taps.map(({ phase }) => phase))].sort((p, q) => p - q);

  const count = Math.ceil(n / modulus);
  const [near, far] = bounds(taps);
  const [first, last] = bounds(starts);
  const span = far - near + 1;
  const beyond = Math.max(-(first + near), last + far - count + 1, 0);
  const cells = padding === "periodic" ? count : Math.max(count + beyond, span);
  const wraps = span > cells;
  const newTaps = wraps ? cells : span;
  const newCentre = (newTaps - 1) >> 1;
  const origin = wraps ? -newCentre : near;
  return {
    cells,
    taps: newTaps,
    samplePhases,
    channelPhases: seen.length,
    input: Array.from({ length: n }, (_, t) => {
      const { place, phase } = split(t, modulus);
      if (bySamples) return { cell: place, sample: phase, channel: 0 };
      const channel = seen.indexOf(phase);
      return channel < 0 ? undefined : { cell: place, sample: 0, channel };
    }),
    filter: taps.map(({ place, phase }) => ({
      cell: wrapped(place - origin, cells),
      sample: 0,
      channel: seen.indexOf(phase),
    })),
    output: starts.map(({ place, phase }) => ({
      cell: wrapped(place + origin + newCentre, cells),
      sample: bySamples ? phase : 0,
      channel: 0,
    })),
  };
}

/** t = place · modulus + phase. */
function split(t: number, modulus: number): { readonly place: number; readonly phase: number } {
  const place = Math.floor(t / modulus);
  return { place, phase: t - place * modulus };
}

function wrapped(cell: number, cells: number): number {
  return cell - Math.floor(cell / cells) * cells;
}

/** The first and the last place. */
function bounds(places: readonly { readonly place: number }[]): [number, number] {
  const all = places.map(({ place }) => place);
  return [Math.min(...all), Math.max(...all)];
}
