/**
 * Phases told apart by colour, not by grey alone: k-means puts H colours μ_h so that Σ_x min_h |v(x) − μ_h|² is small. From a start every pixel
 * joins its nearest colour and every colour moves to the mean of its pixels, in turn, until nothing changes (Lloyd). The start draws colours
 * one after another from the pixels, each with a probability in proportion to its squared distance from those before (k-means++).
 * The optimum is not always found: the best of several starts is taken.
 *
 * Lloyd, IEEE Transactions on Information Theory 28 (1982) 129. Arthur and Vassilvitskii, Proceedings of the 18th ACM-SIAM Symposium on Discrete
 * Algorithms (2007) 1027.
 */
import { ValueError } from "../../core/index.js";
import type { Rng } from "../../core/index.js";

/** Pixels of one colour each. */
export interface ColourClusters {
  /** The number of the colour of every pixel. */
  readonly labels: Uint8Array;
  /** The colours, one after another. */
  readonly centres: Float64Array;
}

/** So many starts are tried, on so many pixels; the best one goes on with all of them. */
const STARTS = 8;
const SAMPLE = 1 << 12;
/** Lloyd's steps end by themselves; few images need more than some tens of them. */
const MOST_STEPS = 1000;

/**
 * The colours of H phases among pixels v[x, channel].
 * @throws ValueError for fewer different colours than phases
 */
export function clusterColours(
  pixels: Float64Array,
  channels: number,
  phases: number,
  rng: Rng,
  where: string,
): ColourClusters {
  const count = pixels.length / channels;
  const few = count <= SAMPLE ? pixels : drawPixels(pixels, channels, rng);
  let best: ColourClusters | undefined;
  let least = Infinity;
  for (let start = 0; start < STARTS; start++) {
    const centres =
      firstCentres(few, channels, phases, rng) ?? firstCentres(pixels, channels, phases, rng);
    if (!centres) {
      throw new ValueError(
        `${where}: an image for ${phases} phases should hold as many different colours; it holds fewer. ` +
          `Ask for fewer phases.`,
      );
    }
    const clusters = settle(few, channels, centres);
    const spread = spreadOf(few, channels, clusters);
    if (spread < least) [best, least] = [clusters, spread];
  }
  return settle(pixels, channels, best?.centres ?? new Float64Array(0));
}

/** Pixels drawn at random, with repetition. */
function drawPixels(pixels: Float64Array, channels: number, rng: Rng): Float64Array {
  const out = new Float64Array(SAMPLE * channels);
  for (let i = 0; i < SAMPLE; i++) {
    const from = channels * rng.integer(pixels.length / channels);
    for (let c = 0; c < channels; c++) out[channels * i + c] = pixels[from + c];
  }
  return out;
}

/** k-means++; undefined if there are fewer different colours than phases. */
function firstCentres(
  pixels: Float64Array,
  channels: number,
  phases: number,
  rng: Rng,
): Float64Array | undefined {
  const count = pixels.length / channels;
  const centres = new Float64Array(phases * channels);
  const apart = new Float64Array(count).fill(Infinity);
  let chosen = rng.integer(count);
  for (let h = 0; h < phases; h++) {
    if (apart[chosen] === 0) return undefined;
    for (let c = 0; c < channels; c++) centres[h * channels + c] = pixels[chosen * channels + c];
    let total = 0;
    for (let i = 0; i < count; i++) {
      apart[i] = Math.min(apart[i], distance(pixels, i, centres, h, channels));
      total += apart[i];
    }
    chosen = drawn(apart, total * rng.uniform());
  }
  return centres;
}

/** The first index up to which the weights exceed a share of their sum, or the last one with a weight. */
function drawn(weights: Float64Array, share: number): number {
  let [sum, last] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    last = i;
    sum += weights[i];
    if (sum > share) return i;
  }
  return last;
}

/** Lloyd's steps from these centres until no pixel changes; a colour that loses all its pixels stays where it is. */
function settle(pixels: Float64Array, channels: number, start: Float64Array): ColourClusters {
  const count = pixels.length / channels;
  const phases = start.length / channels;
  const centres = start.slice();
  const labels = new Uint8Array(count);
  const sizes = new Float64Array(phases);
  const sums = new Float64Array(start.length);
  for (let step = 0; step < MOST_STEPS; step++) {
    sizes.fill(0);
    sums.fill(0);
    let changed = step === 0;
    for (let i = 0; i < count; i++) {
      const label = nearest(pixels, i, centres, channels);
      changed ||= label !== labels[i];
      labels[i] = label;
      sizes[label]++;
      for (let c = 0; c < channels; c++) sums[label * channels + c] += pixels[i * channels + c];
    }
    if (!changed) break;
    for (let k = 0; k < sums.length; k++) {
      const size = sizes[Math.floor(k / channels)];
      if (size > 0) centres[k] = sums[k] / size;
    }
  }
  return { labels, centres };
}

function nearest(pixels: Float64Array, i: number, centres: Float64Array, channels: number): number {
  let [label, least] = [0, Infinity];
  for (let h = 0; h * channels < centres.length; h++) {
    const apart = distance(pixels, i, centres, h, channels);
    if (apart < least) {
      label = h;
      least = apart;
    }
  }
  return label;
}

function spreadOf(
  pixels: Float64Array,
  channels: number,
  { labels, centres }: ColourClusters,
): number {
  return labels.reduce((sum, h, i) => sum + distance(pixels, i, centres, h, channels), 0);
}

/** |v(i) − μ_h|². */
function distance(
  pixels: Float64Array,
  i: number,
  centres: Float64Array,
  h: number,
  channels: number,
): number {
  let sum = 0;
  for (let c = 0; c < channels; c++) {
    const apart = pixels[i * channels + c] - centres[h * channels + c];
    sum += apart * apart;
  }
  return sum;
}
