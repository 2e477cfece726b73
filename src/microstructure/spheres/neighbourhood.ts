/**
 * Who is near in a cell that repeats: space is cut into boxes at least as long as the distance that matters, and
 * every box knows whose centres lie in it or in a box beside it.
 */
import type { Ellipsoid } from "./ellipsoid.js";

/** Ellipsoids by the boxes near their centres. */
export interface Neighbourhood {
  readonly add: (ellipsoid: Ellipsoid) => void;
  /** All ellipsoids with an image of their centre within the distance of a place, and some beyond. */
  readonly near: (place: readonly number[]) => readonly Ellipsoid[];
}

/** An empty neighbourhood on a grid of three axes, for distances up to one. */
export function createNeighbourhood(grid: readonly number[], distance: number): Neighbourhood {
  const boxes = grid.map((n) => Math.max(1, Math.floor(n / distance)));
  const known = new Map<number, Ellipsoid[]>();
  const boxAlong = (axis: number, c: number): number => {
    const share = c / grid[axis] - Math.floor(c / grid[axis]);
    return Math.min(boxes[axis] - 1, Math.floor(share * boxes[axis]));
  };
  const keyOf = (x: number, y: number, z: number): number => (x * boxes[1] + y) * boxes[2] + z;
  return {
    add(ellipsoid) {
      const [xs, ys, zs] = ellipsoid.centre.map((c, axis) =>
        around(boxAlong(axis, c), boxes[axis]),
      );
      for (const key of xs.flatMap((x) => ys.flatMap((y) => zs.map((z) => keyOf(x, y, z))))) {
        const others = known.get(key) ?? [];
        known.set(key, others);
        others.push(ellipsoid);
      }
    },
    near([x, y, z]) {
      return known.get(keyOf(boxAlong(0, x), boxAlong(1, y), boxAlong(2, z))) ?? [];
    },
  };
}

/** Box i and its two neighbours, each once. */
function around(i: number, boxes: number): number[] {
  return [...new Set([i, (i + 1) % boxes, (i + boxes - 1) % boxes])];
}
