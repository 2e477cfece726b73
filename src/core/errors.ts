/**
 * The four ways a call can fail. Every message says who complains, what was expected, what came,
 * and what to do.
 */

/** Thrown when an array has the wrong number of axes or the wrong length along one. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** Thrown when a number, an option or an array entry is outside what the function is defined for. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

/** Thrown when an iteration stops before it reached the tolerance it was asked for. */
export class ConvergenceError extends Error {
  override readonly name = "ConvergenceError";
}

/** Thrown when bytes do not hold what their format promises. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}
