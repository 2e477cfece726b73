/** Fits in pure numbers as an equation in physical units. */
import type { Equation, Term } from "../equation/equation.js";
import type { Chosen } from "./explained.js";
import type { LibraryTerm } from "./library.js";
import type { ColumnScales } from "./problem.js";
import type { Certainty } from "./resampling.js";
import type { GroupFit } from "./selection.js";
import type { Words } from "./parseTerm.js";

/** What was chosen for a component, and the fit it is from. */
export interface ChosenFit extends Chosen {
  readonly fit: GroupFit;
  /** Which fit. */
  readonly group: number;
  /** Where the component stands in its fit. */
  readonly at: number;
}

/** What belongs to every component, in the order of components. */
export function chosenTerms(fits: readonly GroupFit[], columns: number): ChosenFit[] {
  return fits
    .flatMap((fit, group) =>
      fit.components.map((component, at): ChosenFit => {
        const terms = fit.active
          .filter((unknown) => Math.floor(unknown / columns) === at && fit.x[unknown] !== 0)
          .map((unknown) => unknown % columns)
          .sort((a, b) => size(fit, b + at * columns) - size(fit, a + at * columns));
        const { training, validation } = fit;
        const error = Number.isNaN(validation[at]) ? training[at] : validation[at];
        return { component, terms, error: error ** 2, fit, group, at };
      }),
    )
    .sort((a, b) => a.component - b.component);
}

function size(fit: GroupFit, unknown: number): number {
  return Math.abs(fit.x[unknown]);
}

/** Everything an equation is put together from. */
interface Parts {
  readonly library: readonly LibraryTerm[];
  readonly words: Words;
  readonly scales: ColumnScales;
  readonly chosen: readonly ChosenFit[];
  /** Whether both sides are averaged with test functions. */
  readonly isWeak: boolean;
  readonly certainties: readonly (Certainty | null)[];
  readonly beyond: readonly { readonly chance: number; readonly explained: boolean }[];
}

/** The equation, and what is known of every component of it. */
export function foundEquation({
  library,
  words,
  scales,
  chosen,
  isWeak,
  certainties,
  beyond,
}: Parts): {
  readonly equation: Equation;
  readonly selected: readonly (readonly number[])[];
  readonly threshold: readonly number[];
  readonly residual: {
    readonly training: readonly number[];
    readonly validation: readonly number[];
  };
  readonly explained: readonly boolean[];
  readonly notes: readonly string[];
  readonly standardErrors: readonly (readonly number[])[] | null;
  readonly inclusion: readonly (readonly number[])[] | null;
} {
  const n = library.length;
  const unit = ({ component }: ChosenFit, j: number): number =>
    scales.columns[j] > 0 ? scales.rates[component] / scales.columns[j] : 0;
  const selected = chosen.map(({ terms }, c) => (beyond[c].explained ? terms : []));
  const terms = chosen.map((own, c) =>
    selected[c].map((j): Term => {
      const unknown = own.at * n + j;
      const certainty = certainties[own.group];
      const [low, high] = certainty ? [certainty.low[unknown], certainty.high[unknown]] : [0, 0];
      return {
        ...library[j],
        coefficient: own.fit.x[unknown] * unit(own, j),
        contribution: Math.abs(own.fit.x[unknown]),
        interval: certainty ? [low * unit(own, j), high * unit(own, j)] : null,
      };
    }),
  );
  const training = chosen.map(({ fit, at }, c) => (beyond[c].explained ? fit.training[at] : 1));
  const perTerm = (
    of: (certainty: Certainty, unknown: number, factor: number) => number,
  ): number[][] | null => {
    const rows = chosen.map((own) => {
      const certainty = certainties[own.group];
      return certainty && library.map((_, j) => of(certainty, own.at * n + j, unit(own, j)));
    });
    return rows.every((row) => row !== null) ? rows : null;
  };
  return {
    equation: { names: words.names, axes: words.axes, terms, remainder: training },
    selected,
    threshold: chosen.map(({ fit }) => fit.threshold),
    residual: { training, validation: chosen.map(({ fit, at }) => fit.validation[at]) },
    explained: beyond.map(({ explained }) => explained),
    notes: chosen.flatMap(({ component, terms: tried, error }, c) =>
      beyond[c].explained
        ? []
        : [noteOf(words.names[component], tried.length, 1 - error, beyond[c].chance, isWeak)],
    ),
    standardErrors: perTerm(({ errors }, unknown, factor) => errors[unknown] * factor),
    inclusion: perTerm(({ inclusion }, unknown) => inclusion[unknown]),
  };
}

function noteOf(name: string, terms: number, r2: number, chance: number, isWeak: boolean): string {
  const why =
    terms === 0
      ? "no candidate lowers the error on data left out of the fit"
      : `${terms} terms explain ${percent(r2)} of data left out of the fit, frames out of order ${percent(chance)}`;
  const other = isWeak ? "give more movies" : "take the weak form";
  return `Nothing explained of ${name}: ${why}. Add candidates, frames closer in time, or ${other}.`;
}

/** In whole percent, or as exactly as tells it from all. */
function percent(part: number): string {
  const left = 100 * (1 - part);
  const shown = left > 0 && left < 1 ? 100 - Number(left.toPrecision(2)) : Math.round(100 * part);
  return `${Number(shown.toPrecision(8))} %`;
}
