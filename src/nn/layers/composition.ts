/**
 * Layers made of layers: one after another, and around what they change. y = x + f(x) lets gradients
 * pass unchanged: He, Zhang, Ren and Sun, "Deep residual learning" (CVPR 2016).
 */
import type { Layer } from "./rules.js";

/** Layers one after another: a network, or a part of one. */
export interface Sequential {
  readonly kind: "sequential";
  readonly layers: readonly Layer[];
}

/** Layers one after another. Parameters of layer i are called `i.weight`, `i.bias`, … */
export function sequential(layers: readonly Layer[]): Sequential {
  return { kind: "sequential", layers: [...layers] };
}

/** Layers whose output is added to their input. */
export interface Residual {
  readonly kind: "residual";
  readonly body: Sequential;
}

/** x + f(x), with the layers of f, whose output has the shape of their input. */
export function residual(layers: readonly Layer[]): Residual {
  return { kind: "residual", body: sequential(layers) };
}

/** Layers whose output stands beside their input. */
export interface Concatenation {
  readonly kind: "concatenation";
  readonly body: Sequential;
}

/**
 * x and f(x) side by side as channels, with the layers of f, whose output has the grid of their input: what a later
 * layer sees of both. Ronneberger, Fischer and Brox, "U-Net" (MICCAI 2015).
 */
export function concatenation(layers: readonly Layer[]): Concatenation {
  return { kind: "concatenation", body: sequential(layers) };
}
