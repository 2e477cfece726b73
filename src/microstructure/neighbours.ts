/** Pairs of neighbouring cells of a grid of one to three axes. */

/**
 * The steps to half of the neighbours, [dx, dy, dz], those to the other half being their opposites: differences of at most one along at
 * most `connectivity` axes, the first of them positive.
 */
export function stepsToNeighbours(axes: number, connectivity: number): number[][] {
  const steps: number[][] = [];
  for (let code = 0; code < 3 ** axes; code++) {
    const step = [2, 1, 0].map((axis) =>
      axis < axes ? (Math.floor(code / 3 ** axis) % 3) - 1 : 0,
    );
    const [first = 0, ...others] = step.filter((difference) => difference !== 0);
    if (first > 0 && others.length < connectivity) steps.push(step);
  }
  return steps;
}

/**
 * Calls with every pair of neighbours of a grid, as positions in row-major order; where the grid repeats, over its faces as well.
 */
export function forEachNeighbours(
  grid: readonly number[],
  steps: readonly (readonly number[])[],
  periodic: boolean,
  visit: (cell: number, neighbour: number) => void,
): void {
  const [nx, ny, nz] = [1, 1, ...grid].slice(-3);
  for (const [dx, dy, dz] of steps) {
    for (let x = 0; x < nx; x++) {
      const toX = moved(x + dx, nx, periodic);
      if (toX < 0) continue;
      for (let y = 0; y < ny; y++) {
        const toY = moved(y + dy, ny, periodic);
        if (toY < 0) continue;
        const [row, toRow] = [(x * ny + y) * nz, (toX * ny + toY) * nz];
        for (let z = 0; z < nz; z++) {
          const toZ = moved(z + dz, nz, periodic);
          if (toZ >= 0) visit(row + z, toRow + toZ);
        }
      }
    }
  }
}

/** The index on an axis of n cells, or −1 if it lies outside and the axis does not repeat. */
function moved(i: number, n: number, periodic: boolean): number {
  if (i >= 0 && i < n) return i;
  return periodic ? (i + n) % n : -1;
}
