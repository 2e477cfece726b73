/**
 * Random numbers that are the same on every platform: xoshiro128** (128 bits of state, period
 * 2¹²⁸ − 1) in 32-bit integer arithmetic; normals by + − × ÷ and the square root alone.
 *
 * Every stream has a key. Its first state and the keys of its children are the key's encryptions
 * of different counters, so a child depends on how many siblings came before it and on nothing else.
 *
 * Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on
 * Mathematical Software 47 (2021) 36. Marsaglia and Bray, SIAM Review 6 (1964) 260 (polar normals).
 */
import { checkInteger } from "./check.js";
import { ValueError } from "./errors.js";
import { logarithm } from "./logarithm.js";
import { rotateLeft, threefry } from "./threefry.js";
import type { Block } from "./threefry.js";

/** A stream of random numbers. */
export interface Rng {
  /** The next 32 random bits, 0 … 2³² − 1. */
  uint32(): number;
  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number;
  /** Uniform among 0 … n − 1, without bias, for 1 ≤ n ≤ 2⁵³. */
  integer(n: number): number;
  /** Normal with mean 0 and variance 1. */
  normal(): number;
  /** A new, independent stream, another one at every call. The numbers of this stream stay as they were. */
  split(): Rng;
  /** Where the stream stands, as plain data for a checkpoint. */
  state(): RngState;
}

/** Where a stream stands: numbers only, exact through JSON. */
export interface RngState {
  readonly generator: "xoshiro128**";
  /** The generator's four words. */
  readonly words: readonly number[];
  /** The stream's key, from which its children are made. */
  readonly key: readonly number[];
  /** How many children it has. */
  readonly splits: number;
  /** The second normal of the last pair, if nobody has asked for it yet. */
  readonly spare: number | null;
}

/** What whoever draws accepts: an integer, a name, or a stream to go on with. */
export type Seed = number | string | Rng;

/**
 * A stream of random numbers for a seed; a stream is handed through as it is.
 * @throws ValueError unless the seed is a safe integer, a string or an Rng
 */
export function createRng(seed: Seed): Rng {
  if (typeof seed === "object" && seed !== null && typeof seed.uint32 === "function") return seed;
  if (typeof seed === "string") return streamOf(keyOfName(seed));
  if (Number.isSafeInteger(seed)) return streamOf(keyOfInteger(seed as number));
  throw new ValueError(
    `core.createRng: seed should be an integer up to 2⁵³ in size, a string or an Rng; got ${String(seed)}. ` +
      `Choose a whole number, and write it down.`,
  );
}

/**
 * The stream that goes on where `rng.state()` was taken.
 * @throws ValueError for anything that `state()` does not return
 */
export function rngFromState(state: RngState): Rng {
  const { generator, words, key, splits, spare } = state ?? {};
  const valid =
    generator === "xoshiro128**" &&
    isBlock(words) &&
    words.some((word) => word !== 0) &&
    isBlock(key) &&
    Number.isSafeInteger(splits) &&
    splits >= 0 &&
    (spare === null || Number.isFinite(spare));
  if (valid) return new Xoshiro(words, key, splits, spare);
  throw new ValueError(
    `core.rngFromState: state should be what rng.state() returned ("xoshiro128**", four words, ` +
      `a key of four words, splits, spare); got ${JSON.stringify(state)}. Pass it on unchanged.`,
  );
}

const TWO_26 = 0x4000000;
const TWO_32 = 0x100000000;
const TWO_53 = 0x20000000000000;

class Xoshiro implements Rng {
  private readonly words: Int32Array;

  constructor(
    words: Block,
    private readonly key: Block,
    private splits: number,
    private spare: number | null,
  ) {
    this.words = Int32Array.from(words, (word) => word | 0);
  }

  uint32(): number {
    const s = this.words;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  uniform(): number {
    return this.bits53() / TWO_53;
  }

  integer(n: number): number {
    checkInteger(n, 1, TWO_53, "Rng.integer: n");
    const narrow = n <= TWO_32;
    const range = narrow ? TWO_32 : TWO_53;
    const fair = range - (range % n); // draws beyond would favour small remainders
    for (;;) {
      const draw = narrow ? this.uint32() : this.bits53();
      if (draw < fair) return draw % n;
    }
  }

  normal(): number {
    if (this.spare !== null) {
      const normal = this.spare;
      this.spare = null;
      return normal;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const stretch = Math.sqrt((-2 * logarithm(square)) / square);
      this.spare = y * stretch;
      return x * stretch;
    }
  }

  split(): Rng {
    this.splits += 1;
    return streamOf(threefry(this.key, [lowWord(this.splits), highWord(this.splits), CHILD, 0]));
  }

  state(): RngState {
    return {
      generator: "xoshiro128**",
      words: Array.from(this.words, (word) => word >>> 0),
      key: [...this.key],
      splits: this.splits,
      spare: this.spare,
    };
  }

  private bits53(): number {
    const upper = this.uint32() >>> 5;
    return upper * TWO_26 + (this.uint32() >>> 6);
  }
}

/** What a key is asked to encrypt: the stream's first state, or the key of a child. */
const FIRST_STATE = 0;
const CHILD = 1;

/** Keys of integers and of names differ in their last word. */
const INTEGER = 0;
const NAME = 1;

/** All words zero, which xoshiro cannot leave, would come with probability 2⁻¹²⁸. */
function streamOf(key: Block): Rng {
  return new Xoshiro(threefry(key, [0, 0, FIRST_STATE, 0]), key, 0, null);
}

function keyOfInteger(seed: number): Block {
  return [lowWord(seed), highWord(seed), 0, INTEGER];
}

function keyOfName(name: string): Block {
  let key: Block = [name.length, 0, 0, NAME];
  for (let i = 0; i < name.length; i++) key = threefry(key, [name.charCodeAt(i), i, 0, 0]);
  return key;
}

function lowWord(integer: number): number {
  return integer >>> 0;
}

function highWord(integer: number): number {
  return Math.floor(integer / TWO_32) >>> 0;
}

function isBlock(words: readonly number[]): words is Block {
  return Array.isArray(words) && words.length === 4 && words.every((word) => word >>> 0 === word);
}
