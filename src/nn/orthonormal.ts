/**
 * Random orthonormal vectors: normal vectors made orthogonal one after another (Gram and Schmidt, each
 * vector twice: "twice is enough", Kahan and Parlett). That is the QR decomposition with R_jj > 0 of a
 * matrix of normals, whose Q is uniform among all (Haar). Mezzadri, Notices of the AMS 54 (2007) 592.
 */
import { normals } from "../core/index.js";
import type { Rng } from "../core/index.js";

/** `count` orthonormal vectors of the given length, one after another; count ≤ length. */
export function orthonormalVectors(count: number, length: number, rng: Rng): Float64Array {
  const vectors = normals(rng, [count, length]).data;
  for (let j = 0; j < count; j++) {
    const v = vectors.subarray(j * length, (j + 1) * length);
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < j; i++) removePart(v, vectors.subarray(i * length, (i + 1) * length));
      const norm = Math.sqrt(dot(v, v));
      for (let x = 0; x < length; x++) v[x] /= norm;
    }
  }
  return vectors;
}

/** v ← v − u (u · v). */
function removePart(v: Float64Array, u: Float64Array): void {
  const part = dot(u, v);
  for (let x = 0; x < v.length; x++) v[x] -= part * u[x];
}

function dot(u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let x = 0; x < u.length; x++) sum += u[x] * v[x];
  return sum;
}
