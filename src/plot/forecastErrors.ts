/** Errors of forecasts as they grow with time: the median over trajectories and the band of the middle half. */
import { checkNumber, ShapeError, ValueError } from "../core/index.js";
import type { ForecastErrors } from "../pdenet/index.js";
import { curves } from "./curves.js";
import type { AxisScale, CurvesOptions, Series } from "./curves.js";

/** Options of `forecastErrors`. */
export interface ForecastErrorsOptions extends Pick<CurvesOptions, "title" | "width" | "height"> {
  /** Time from frame to frame, for the axis. Default: frames are counted. */
  readonly interval?: number | undefined;
  /** Default "log". */
  readonly yScale?: AxisScale | undefined;
}

/** Lines that a picture has room for. */
const MOST = 24;

/**
 * The picture, as SVG, of the errors of forecasts against time: a line for the median over trajectories, a band from
 * the lower to the upper quartile. A line ends where its median is not finite, a band where its upper edge is not.
 * @param errors what `pdenet.errors` returns, by the names of the networks or equations
 * @throws ShapeError for errors without frames at which a median is known
 * @throws ValueError for no errors or more than 24, or an interval ≤ 0
 */
export function forecastErrors(
  errors: Readonly<Record<string, ForecastErrors>>,
  options: ForecastErrorsOptions = {},
): string {
  const where = "plot.forecastErrors";
  const { interval, yScale = "log", ...rest } = options;
  if (interval !== undefined) {
    checkNumber(interval, Number.MIN_VALUE, Number.MAX_VALUE, `${where}: interval`);
  }
  const named = Object.entries(errors);
  if (named.length === 0 || named.length > MOST) {
    throw new ValueError(
      `${where}: errors should hold 1 to ${MOST} networks by their names; got ${named.length}.`,
    );
  }
  return curves(
    named.map(([name, one]) => seriesOf(name, one, interval ?? 1, yScale, where)),
    {
      ...rest,
      xLabel: interval === undefined ? "frame" : "time",
      yLabel: "error, relative",
      yScale,
    },
  );
}

function seriesOf(
  label: string,
  { steps, lower, median, upper }: ForecastErrors,
  interval: number,
  scale: AxisScale,
  where: string,
): Series {
  const isShown = (value: number): boolean =>
    Number.isFinite(value) && (scale === "linear" || value > 0);
  const shown = steps.map((_, i) => i).filter((i) => isShown(median[i]));
  if (shown.length === 0) {
    throw new ShapeError(
      `${where}: the errors of "${label}" should have a frame with a finite median${
        scale === "log" ? ", above 0" : ""
      }; there is none. Leave it out.`,
    );
  }
  const edge = (values: readonly number[]): number[] =>
    shown.map((i) => (isShown(lower[i]) && isShown(upper[i]) ? values[i] : median[i]));
  return {
    label,
    x: shown.map((i) => steps[i] * interval),
    y: shown.map((i) => median[i]),
    band: [edge(lower), edge(upper)],
  };
}
