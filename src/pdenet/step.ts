/** One time interval of a network: as many steps of its stepper as it is cut into. */
import { add, Variable } from "../autodiff/index.js";
import type { Prepared } from "./dynamics.js";
import type { FilteredNetwork } from "./network.js";
import { increment } from "./steppers.js";

/** u after an interval of time, one number for all samples or one each. */
export function advance(
  prepared: Prepared,
  { stepper, substeps }: Pick<FilteredNetwork, "stepper" | "substeps">,
  u: Variable,
  interval: number | Float64Array,
): Variable {
  const dt = stepOf(interval, substeps, u.shape.length);
  let now = u;
  const { step } = prepared;
  for (let n = 0; n < substeps; n++) {
    if (step && stepper === "euler" && typeof dt === "number") now = step(now, dt);
    else now = add(prepared.carry(now), increment(stepper, prepared.rate, now, dt));
  }
  return now;
}

function stepOf(
  interval: number | Float64Array,
  substeps: number,
  axes: number,
): number | Variable {
  if (typeof interval === "number") return interval / substeps;
  const shape = [interval.length, ...new Array<number>(axes - 1).fill(1)];
  return new Variable(
    interval.map((t) => t / substeps),
    shape,
  );
}
