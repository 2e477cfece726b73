/** Right-hand sides of one's own, to be learnt through roll-outs. */
import { checkFinite, ndarrayOf, toFloat64, ValueError } from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import type { OwnRate } from "../network.js";
import { filteredNetwork } from "../networkOptions.js";
import type { FilteredOptions } from "../networkOptions.js";

/** Options of `ownRate`. */
export interface OwnRateOptions extends FilteredOptions {
  /** What is learnt beside the filters, by name, where it begins. Not to be called "moments". */
  readonly parameters: Readonly<Record<string, ArrayInput | number>>;
  /**
   * ∂u_c/∂t as values[s, …x], one for every component, in operations of autodiff. `see(c, o)` is the derivative ∂^o of
   * component c.
   */
  readonly rate: OwnRate["rate"];
}

/**
 * A network whose right-hand side is a function.
 *
 *   const network = pdenet.ownRate({
 *     parameters: { nu: 0.1 },
 *     rate: (see, { nu }) => [multiply(nu, see(0, [2]))],
 *   });
 *
 * Its model holds the function and cannot be saved; its parameters can.
 * @throws ValueError without parameters or rate, for options out of range, parameters that are not finite, and one
 *   that is called "moments"
 */
export function ownRate(options: OwnRateOptions): OwnRate {
  const where = "pdenet.ownRate";
  const { parameters: given, rate } = options ?? {};
  if (typeof given !== "object" || given === null || typeof rate !== "function") {
    throw new ValueError(
      `${where}: options should hold parameters, by name, and the function rate; got ` +
        `${Object.keys(options ?? {}).join(", ") || "neither"}. Write ownRate({ parameters: { nu: 0.1 }, rate: (see, { nu }) => […] }).`,
    );
  }
  const parameters = Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const label = `${where}: parameters.${name}`;
      if (name === "moments") {
        throw new ValueError(
          `${label} should have another name, which is that of the filters' free moments. Call it as its physics does.`,
        );
      }
      const first = typeof value === "number" ? [value] : value;
      const { data, shape } = toFloat64(first, label);
      checkFinite({ data, shape }, label);
      return [name, ndarrayOf(data.slice(), shape)];
    }),
  );
  return { kind: "own", ...filteredNetwork(options, where), parameters, rate };
}
