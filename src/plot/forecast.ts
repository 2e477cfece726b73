/** A forecast below what happened: one row each for the reference, the forecast and its error, a column for a time. */
import {
  checkInteger,
  checkFinite,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toFloat64,
} from "../core/index.js";
import type { ArrayInput, NdArray } from "../core/index.js";
import { fields } from "./fields.js";
import type { FieldsOptions, Panel } from "./fields.js";
import { formatNumber } from "./numbers.js";

/** Options of `forecast`. */
export interface ForecastStripOptions extends Pick<FieldsOptions, "title" | "size" | "colourMap"> {
  /** Which frames are shown. Default five, evenly from the first to the last that both have. */
  readonly frames?: readonly number[] | undefined;
  /** Times of the frames, for the titles. Default: frames are counted. */
  readonly times?: ArrayLike<number> | undefined;
  /** Name of the field. Default "u". */
  readonly name?: string | undefined;
}

/** Frames of the strip. */
const FRAMES = 5;

/**
 * The picture, as SVG, of a field as it was and as it was foretold, at several times. Both share their colours; errors
 * have their own. Of three axes the plane in the middle is shown.
 * @param reference u[t, …x]: one sample, one component
 * @param foretold u[t, …x]; it may end before the reference
 * @throws ShapeError for fields of other grids, or without frames
 * @throws ValueError for frames that are not there and values that are not finite
 */
export function forecast(
  reference: ArrayInput,
  foretold: ArrayInput,
  options: ForecastStripOptions = {},
): string {
  const where = "plot.forecast";
  const { name = "u", times, ...rest } = options;
  const [known, told] = [
    toFloat64(reference, `${where}: reference`),
    toFloat64(foretold, `${where}: forecast`),
  ];
  const [, ...grid] = known.shape;
  const [, ...other] = told.shape;
  const common = Math.min(known.shape[0] ?? 0, told.shape[0] ?? 0);
  if (
    grid.length < 1 ||
    grid.length > 3 ||
    formatShape(grid) !== formatShape(other) ||
    common < 1
  ) {
    throw new ShapeError(
      `${where}: reference and forecast should be u[t, …x] on one grid of one to three axes; got ` +
        `${formatShape(known.shape)} and ${formatShape(told.shape)}. Pick one sample and one component.`,
    );
  }
  const shown = options.frames ?? evenly(common);
  shown.forEach((t, i) => checkInteger(t, 0, common - 1, `${where}: frames[${i}]`));
  const size = sizeOf(grid);
  const frame = (data: Float64Array, t: number): NdArray =>
    ndarrayOf(data.slice(t * size, (t + 1) * size), grid);
  const rows = shown.map((t) => ({
    known: frame(known.data, t),
    told: frame(told.data, t),
    when: times ? `t = ${formatNumber(times[t])}` : `frame ${t}`,
  }));
  rows.forEach(({ known: u, told: v }) => {
    checkFinite(u, `${where}: reference`);
    checkFinite(v, `${where}: forecast`);
  });
  const row = (what: string, fieldOf: (one: (typeof rows)[number]) => NdArray): Panel[] =>
    rows.map((one) => ({
      title: `${what}, ${one.when}`,
      field: fieldOf(one),
      ...(what === "error"
        ? { colours: "diverging" as const, group: `forecast − reference` }
        : { group: name }),
    }));
  return fields(
    [
      ...row(name, (one) => one.known),
      ...row("forecast", (one) => one.told),
      ...row("error", (one) =>
        ndarrayOf(
          one.told.data.map((u, x) => u - one.known.data[x]),
          grid,
        ),
      ),
    ],
    { ...rest, size: rest.size ?? 150, columns: rows.length },
  );
}

/** Up to five frames from the first to the last. */
function evenly(count: number): number[] {
  const last = count - 1;
  const parts = Math.min(FRAMES - 1, last);
  return Array.from({ length: parts + 1 }, (_, i) => Math.round((i * last) / Math.max(1, parts)));
}
