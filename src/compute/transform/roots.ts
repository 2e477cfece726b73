/**
 * Roots of unity e^{2πi j/n}, accurate to the last bit or so: the angle is first reduced to
 * [0, π/4] in integers, where neither its rounding nor the sine's condition costs anything.
 */

/** Fills the interleaved (cos, sin) of 2πj/n for j = 0 … count − 1. */
export function unitRoots(n: number, count: number): Float64Array {
  const roots = new Float64Array(2 * count);
  for (let j = 0; j < count; j++) {
    const eighths = 8 * (j % n);
    const octant = Math.floor(eighths / n);
    // Distance to the nearest multiple of a quarter turn, in units of 1/8n of a turn.
    const quarter = (octant + 1) >> 1;
    const angle = ((eighths - 2 * quarter * n) * Math.PI) / (4 * n);
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    roots[2 * j] = quarter % 4 === 0 ? c : quarter === 1 ? -s : quarter === 2 ? -c : s;
    roots[2 * j + 1] = quarter % 4 === 0 ? s : quarter === 1 ? c : quarter === 2 ? -s : -c;
  }
  return roots;
}
