/**
 * The pointwise loops of training: one entry beside the other, and sums over them. Arrays of one
 * call have one precision; `out` may be an input itself, but may not overlap one otherwise.
 */
import { activations, type Activations } from "./activations.js";
import { combinations, type Combinations } from "./combinations.js";
import { losses, type Losses } from "./losses.js";
import { reductions, type Reductions } from "./reductions.js";
import { updates, type Updates } from "./updates.js";

/** What training needs beside convolutions. */
export interface Elementwise extends Combinations, Activations, Losses, Reductions, Updates {}

/** The definition. */
export const elementwise: Elementwise = {
  ...combinations,
  ...activations,
  ...losses,
  ...reductions,
  ...updates,
};
