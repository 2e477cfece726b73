/** What `kernelfield discover` can be asked for. */
import type { Command } from "../command.js";

/** All a person needs to use it. */
export const HELP = `kernelfield discover FILE… -o FOLDER --dt DT

Learns the evolution equation of fields from movies of them: by filters that are derivatives and a
polynomial of what they see, trained through forecasts (PDE-Net), beside sparse regression
(PDE-FIND). Prints the equation, the stages of the training and the errors of forecasts, and writes
report.html, equation.txt, .tex and .json, errors.json and model.npz.

  FILE…              .npy, or .npz: all its arrays, or one of them as data.npz:name. Every array
                     is one trajectory or several. Of sets by generate pde, --axes, --dt and
                     --spacing are known.
  -o, --output FOLDER  where the results go

Data
  --axes LETTERS     the axes in turn: s sample, t time, c component, x, y, z; as stcxy, txy or tyx.
                     Needed only where the shape leaves more than one reading
  --dt DT            time from frame to frame
  --times FILE       or the time of every frame, [frame], or [trajectory, frame]
  --spacing H        distance of points, one for all axes or one each, HX,HY; default 1
  --names U,V        of the components; default u,v,w
  --missing HOW      frames that are all NaN: refuse (default) or skip
  --border KIND      what lies beyond the grid: periodic (default), zero or reflect
  --test N           the last N trajectories are for the test; default a fifth, of less than five
                     none

Network
  --network KIND     symbolic (default): a polynomial of fields and derivatives; linear: of one
                     field, with coefficients that may depend on place
  --order R          derivatives up to this order; default 2
  --size L           points of the filters along all axes, or each, LX,LY; default 7
  --accuracy P       order of their error, whatever is learnt; or frozen, or free
  --stepper NAME     midpoint (default), rk4 or euler
  --substeps N       steps from frame to frame; default as few as hold the regression's equation,
                     and 1 without it
  --products K       symbolic: products in every polynomial; default 4
  --scheme NAME      symbolic: central (default) or upwind
  --coefficients KIND  linear: constant (default), lagrange or trigonometric
  --cells N          of lagrange, along every axis; default 8
  --frequency N      of trigonometric; default 2

Training
  --method NAME      both (default), pdenet or regression
  --start NAME       direct (default): from a least-squares problem; regression: from the equation
                     of sparse regression, as it is with --degree; or random
  --steps LIST       steps that the stages roll out; default 1,3,6,9
  --iterations N     of a stage at most; default 40
  --windows N        pieces of trajectories that a stage sees; default 16
  --validation P     part of the trajectories that chooses the best stage; default 0.2, of less than
                     four none
  --refine N         keeps the terms that matter and fits them again; intervals from N draws, 0 for
                     none
  --degree D         of the regression's products; default 2; 3 for cubic reactions
  --form NAME        of the regression: strong (default), or weak for noisy data
  --seed N           default 0
  --resume           goes on where the training in FOLDER was stopped

  --threshold P      terms of a smaller contribution are not written; default 0.01
  --title TEXT       heading of the report
  --json             prints the results as JSON
  -q, --quiet        no progress bar

  kernelfield generate pde burgers --shape 64 --samples 8 --viscosity 0.1 --interval 0.05 \\
    --steps 30 --normalize --amplitude 2 -o movies.npz
  kernelfield discover movies.npz -o found
  kernelfield discover u.npy --axes tyx --dt 0.1 --spacing 0.5 -o found --refine 10`;

/** The options, for `parseArgs`. */
export const OPTIONS: Command["options"] = {
  output: { type: "string", short: "o" },
  resume: { type: "boolean" },
  ...Object.fromEntries(
    [
      ...["axes", "dt", "times", "spacing", "names", "missing", "border", "test"],
      ...["network", "order", "size", "accuracy", "stepper", "substeps", "products", "scheme"],
      ...["coefficients", "cells", "frequency"],
      ...["method", "start", "steps", "iterations", "windows", "validation", "refine"],
      ...["degree", "form", "seed", "threshold", "title"],
    ].map((name) => [name, { type: "string" as const }]),
  ),
};
