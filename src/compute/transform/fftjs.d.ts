/** The part of fft.js that is used here; the package ships no types. */
declare module "fft.js" {
  export default class FFT {
    constructor(size: number);
    /** cos and −sin of 2πj/size, interleaved. */
    table: ArrayLike<number>;
    /** Fills `out` with the transform of `data`, both interleaved (re, im). */
    transform(out: Float64Array, data: Float64Array): void;
  }
}
