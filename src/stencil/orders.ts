/** Orders of a derivative along the axes: o = [1, 0] is ∂/∂x in the plane. */
import { checkInteger, formatShape, ShapeError } from "../core/index.js";

/**
 * The orders of a derivative, one for each of one to three axes.
 * @throws ShapeError for what is no list of so many
 * @throws ValueError for orders that are no whole numbers from 0 on
 */
export function ordersOf(
  options: { readonly order: readonly number[] } | undefined,
  where: string,
): number[] {
  const given: unknown = options?.order;
  if (!Array.isArray(given) || given.length < 1 || given.length > 3) {
    throw new ShapeError(
      `${where}: order should be a list of one order per axis, of one to three axes; got ` +
        `${Array.isArray(given) ? formatShape(given) : (JSON.stringify(given) ?? "none")}. [1, 0] is ∂/∂x in the plane.`,
    );
  }
  const order = given as number[];
  order.forEach((o, axis) => checkInteger(o, 0, Infinity, `${where}: order[${axis}]`));
  return [...order];
}
