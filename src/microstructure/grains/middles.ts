/** The middles of grains in a cell that repeats, each seen from its seed: s + mean of the nearest images of x − s. */

/**
 * The middle of every grain, in the cell, flat [grain, axis]; a grain without cells keeps its seed.
 * @param labels the grain of every cell
 * @param seeds places [grain, axis], flat
 */
export function middlesOf(
  shape: readonly number[],
  labels: Int32Array,
  seeds: Float64Array,
): Float64Array {
  const axes = shape.length;
  const sums = new Float64Array(seeds.length);
  const cells = new Float64Array(seeds.length / axes);
  const index = new Int32Array(axes);
  for (let x = 0; x < labels.length; x++) {
    const grain = labels[x];
    cells[grain] += 1;
    for (let axis = 0; axis < axes; axis++) {
      const n = shape[axis];
      const offset = index[axis] - seeds[grain * axes + axis];
      sums[grain * axes + axis] += offset - n * Math.round(offset / n);
    }
    for (let axis = axes - 1; axis >= 0; axis--) {
      index[axis] += 1;
      if (index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
  return seeds.map((s, i) => {
    const n = shape[i % axes];
    const middle = s + sums[i] / Math.max(1, cells[Math.floor(i / axes)]);
    return middle - n * Math.floor(middle / n);
  });
}
