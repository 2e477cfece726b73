/** The report of an equation read off movies: the equation, its coefficients, filters, forecasts and their errors. */
import { formatShape, ndarrayOf, ShapeError, sizeOf, toFloat64 } from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";
import { formatEquation } from "../pdenet/index.js";
import type { Equation, ForecastErrors, Term } from "../pdenet/index.js";
import { coefficientMaps } from "./coefficientMaps.js";
import type { CoefficientMap } from "./coefficientMaps.js";
import { derivativeFilters } from "./derivativeFilters.js";
import type { DerivativeFilter } from "./derivativeFilters.js";
import { forecast } from "./forecast.js";
import { forecastErrors } from "./forecastErrors.js";
import { formatNumber } from "./numbers.js";
import { report } from "./report.js";
import type { Cell, Section } from "./report.js";

/** What was found. What is not given is not shown. */
export interface Discovery {
  readonly equation: Equation;
  /** Others to be set beside it, by their names: the true one, the same fitted anew, that of sparse regression. */
  readonly others?: Readonly<Record<string, Equation>> | undefined;
  /** Its filters, as `derivativeFilters` draws them. */
  readonly filters?: readonly DerivativeFilter[] | undefined;
  /** Coefficients that depend on place. */
  readonly coefficients?: readonly CoefficientMap[] | undefined;
  /** What `pdenet.errors` returns, by the names of networks or equations. */
  readonly errors?: Readonly<Record<string, ForecastErrors>> | undefined;
  /** u[t, c, …x] of one sample as it was and as it was foretold. */
  readonly forecast?: { readonly reference: ArrayInput; readonly foretold: ArrayInput } | undefined;
  /** Time from frame to frame. */
  readonly interval?: number | undefined;
}

/** Options of `discoveryReport`. */
export interface DiscoveryReportOptions {
  /** Default "An equation read off movies". */
  readonly title?: string | undefined;
  /** Terms of a smaller contribution are left out of the equation as written; the table has all. Default 0.001. */
  readonly threshold?: number | undefined;
  /** What made the results: versions, `compute.info()`, a date. */
  readonly info?: Readonly<Record<string, string | number>> | undefined;
}

/** Rows of the table of terms for one component at most; the rest are counted. */
const MOST_TERMS = 12;

/** Terms that are left out contribute less than this. */
const THRESHOLD = 1e-3;

/** A remainder above this is warned of. */
const REMAINDER = 0.01;

/**
 * The report of a discovery as a self-contained HTML page.
 * @throws ShapeError, ValueError as the pictures it is made of
 */
export function discoveryReport(
  discovery: Discovery,
  options: DiscoveryReportOptions = {},
): string {
  const { title = "An equation read off movies", info } = options;
  return report({ title, info, sections: discoverySections(discovery, options) });
}

/** The sections of that report, to be put into another one. */
export function discoverySections(
  discovery: Discovery,
  { threshold = THRESHOLD }: Pick<DiscoveryReportOptions, "threshold"> = {},
): Section[] {
  return [
    equationSection(discovery, threshold),
    ...coefficientSection(discovery),
    ...filterSection(discovery),
    ...errorSection(discovery),
    ...forecastSection(discovery),
  ];
}

function equationSection({ equation, others = {} }: Discovery, threshold: number): Section {
  const lines = formatEquation(equation, { threshold }).split("\n");
  const all: readonly (readonly [string, Equation])[] = [
    ["found", equation],
    ...Object.entries(others),
  ];
  const isSure = equation.terms.flat().some(({ interval }) => interval !== null);
  const rows = equation.terms.flatMap((_, c) => rowsOf(all, c, isSure));
  const left = equation.terms.flatMap((_, c) => leftOf(equation, c));
  return {
    heading: "The equation",
    text:
      `${lines.join("\n\n")}\n\n` +
      `Terms that contribute less than ${formatNumber(100 * threshold, 2)} % of the rate of change are not written ` +
      "out above. A contribution is the coefficient times the magnitude of its product over that of the rate: unlike " +
      "the coefficient, it does not depend on units.",
    warnings: left,
    table: {
      columns: [
        ...["rate", "term"],
        ...all.map(([name]) => name),
        ...(isSure ? ["interval of 95 %"] : []),
        "contribution (%)",
      ],
      rows,
    },
  };
}

/** What an equation does not say of a component, if anything. */
function leftOf({ names, terms, remainder }: Equation, c: number): string[] {
  if (terms[c].length === 0) return [`Nothing explained of ${names[c]}: it has no equation.`];
  if (!(remainder[c] > REMAINDER)) return [];
  return [
    `The terms of ${names[c]} leave ${formatNumber(100 * remainder[c], 2)} % of its right-hand side: it has terms ` +
      `of a higher degree.`,
  ];
}

/** A row for every term of a component that any equation has, with its interval where there are some. */
function rowsOf(
  all: readonly (readonly [string, Equation])[],
  c: number,
  isSure: boolean,
): Cell[][] {
  const [[, equation]] = all;
  const known = all.map(
    ([, { terms }]) => new Map((terms[c] ?? []).map((term) => [nameOf(term, equation), term])),
  );
  const names = [...new Set(known.flatMap((terms) => [...terms.keys()]))];
  const shown = names.slice(0, MOST_TERMS);
  const rest = names.length - shown.length;
  return [
    ...shown.map((name): Cell[] => {
      const term = known[0].get(name);
      return [
        `${equation.names[c]}_t`,
        name,
        ...known.map((terms) => terms.get(name)?.coefficient ?? "–"),
        ...(isSure ? [intervalOf(term)] : []),
        term && !Number.isNaN(term.contribution) ? 100 * term.contribution : "–",
      ];
    }),
    ...(rest > 0
      ? [
          [
            ...[`${equation.names[c]}_t`, `${rest} more`],
            ...new Array<Cell>(all.length + (isSure ? 2 : 1)).fill("–"),
          ],
        ]
      : []),
  ];
}

function intervalOf(term: Term | undefined): string {
  return term?.interval ? term.interval.map((end) => formatNumber(end)).join(" … ") : "–";
}

/** A term without its coefficient, as it is written in an equation. */
function nameOf(term: Term, equation: Equation): string {
  const alone = { ...term, coefficient: 1, contribution: NaN, interval: null };
  const text = formatEquation({ ...equation, terms: [[alone]] }, { digits: 1 });
  return text.replace(/^.* = 1 ?/, "") || "1";
}

function coefficientSection({ coefficients = [] }: Discovery): Section[] {
  if (coefficients.length === 0) return [];
  const compared = coefficients.some(({ known }) => known !== undefined);
  return [
    {
      heading: "Coefficients over the domain",
      figures: [
        {
          svg: coefficientMaps(coefficients),
          caption: compared
            ? "Every coefficient as learnt, as it is known to be, and the error of the first."
            : "What stands before every derivative, by place.",
        },
      ],
    },
  ];
}

function filterSection({ filters = [], equation }: Discovery): Section[] {
  if (filters.length === 0) return [];
  return [
    {
      heading: "Filters",
      text:
        "A filter sees Σ m[k] h^(k − o) ∂^k u: its moments by their powers say which derivatives it adds up. Framed " +
        "are those that are fixed; the others were learnt, and only those.",
      figures: [
        {
          svg: derivativeFilters(filters, { axes: equation.axes }),
          caption:
            "Filters for a spacing of one, and their moments. Colours go by the largest of each panel.",
        },
      ],
    },
  ];
}

function errorSection({ errors = {}, interval }: Discovery): Section[] {
  const named = Object.entries(errors);
  if (named.length === 0) return [];
  const last = (values: readonly number[]): Cell => values.at(-1) ?? "–";
  return [
    {
      heading: "Errors of forecasts",
      text:
        "The distance of forecast and reference over the standard deviation of the reference, for every trajectory " +
        "from its first frame.",
      figures: [
        {
          svg: forecastErrors(errors, { interval }),
          caption:
            "The median over trajectories, and the band from the lower to the upper quartile.",
        },
      ],
      table: {
        columns: ["at the last frame", "25 %", "50 %", "75 %", "largest", "lost"],
        rows: named.map(([name, { lower, median, upper, max, diverged }]) => [
          name,
          ...[lower, median, upper, max, diverged].map(last),
        ]),
      },
    },
  ];
}

function forecastSection({ forecast: strip, equation, interval }: Discovery): Section[] {
  if (!strip) return [];
  const names = equation.names.slice(0, equation.terms.length);
  return [
    {
      heading: "A forecast",
      figures: names.map((name, component) => {
        const [reference, foretold] = [strip.reference, strip.foretold].map((movie) =>
          componentOf(movie, component),
        );
        const times =
          interval === undefined
            ? undefined
            : Array.from({ length: reference.shape[0] }, (_, t) => t * interval);
        return {
          svg: forecast(reference, foretold, { name, times }),
          caption: `${name} as it was, as it was foretold from the first frame, and the difference.`,
        };
      }),
    },
  ];
}

/** u[t, …x] of one component of u[t, c, …x]. */
function componentOf(movie: ArrayInput, component: number): NdArray {
  const where = "plot.discoveryReport: forecast";
  const { data, shape } = toFloat64(movie, where);
  const [frames, components, ...grid] = shape;
  if (shape.length < 3 || component >= components) {
    throw new ShapeError(
      `${where} should be u[t, c, …x] of one sample with all components; got ${formatShape(shape)}.`,
    );
  }
  const size = sizeOf(grid);
  const out = new Float64Array(frames * size);
  for (let t = 0; t < frames; t++) {
    const from = (t * components + component) * size;
    out.set(data.subarray(from, from + size), t * size);
  }
  return ndarrayOf(out, [frames, ...grid]);
}
