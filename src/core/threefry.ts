/**
 * Threefry-4×32 with 20 rounds: 128 bits to 128 bits under a 128-bit key, by additions, rotations
 * and exclusive ors. It turns seeds into states, and a stream's key into those of its children.
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
 */

/** Four 32-bit words. */
export type Block = readonly [number, number, number, number];

const ROUNDS = 20;
const PARITY = 0x1bd11bda;

/** Rotations of the two halves of round r mod 8. */
const ROTATIONS = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
] as const;

/** The counter, encrypted under the key. */
export function threefry(key: Block, counter: Block): Block {
  const schedule = [...key, key.reduce((parity, word) => parity ^ word, PARITY)];
  let [x, y, z, w] = counter.map((word, i) => (word + schedule[i]) | 0);
  for (let round = 0; round < ROUNDS; round++) {
    const [first, second] = ROTATIONS[round % ROTATIONS.length];
    x = (x + y) | 0;
    y = rotateLeft(y, first) ^ x;
    z = (z + w) | 0;
    w = rotateLeft(w, second) ^ z;
    [y, w] = [w, y];
    if (round % 4 < 3) continue;
    const turn = (round + 1) / 4;
    x = (x + schedule[turn % 5]) | 0;
    y = (y + schedule[(turn + 1) % 5]) | 0;
    z = (z + schedule[(turn + 2) % 5]) | 0;
    w = (w + schedule[(turn + 3) % 5] + turn) | 0;
  }
  return [x >>> 0, y >>> 0, z >>> 0, w >>> 0];
}

/** The 32-bit word, rotated to the left. */
export function rotateLeft(word: number, places: number): number {
  return (word << places) | (word >>> (32 - places));
}
