/** Coefficients that depend on place: as learnt, and beside them as they are known to be. */
import { formatShape, ndarrayOf, ShapeError, toFloat64, ValueError } from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { fields } from "./fields.js";
import type { FieldsOptions, Panel } from "./fields.js";

/** One coefficient. */
export interface CoefficientMap {
  /** What it stands before: `u_xx`. */
  readonly name: string;
  /** c[…x]. */
  readonly learnt: ArrayInput;
  /** c[…x], where it is known. */
  readonly known?: ArrayInput | undefined;
}

/**
 * The picture, as SVG, of coefficients over the domain. Where the true ones are known, a row has the one learnt, the
 * true one and the error of the first; else they stand side by side. Of three axes the plane in the middle is shown.
 * @throws ShapeError for a known coefficient on another grid
 * @throws ValueError for no coefficients, or values that are not finite
 */
export function coefficientMaps(
  coefficients: readonly CoefficientMap[],
  options: Pick<FieldsOptions, "title" | "size" | "colourMap" | "columns"> = {},
): string {
  const where = "plot.coefficientMaps";
  if (!(coefficients?.length > 0)) {
    throw new ValueError(
      `${where}: coefficients should hold at least one { name, learnt }; got none.`,
    );
  }
  const compared = coefficients.some(({ known }) => known !== undefined);
  const panels = coefficients.flatMap((one, i) => panelsOf(one, `${where}: coefficient ${i}`));
  const columns = compared ? 3 : options.columns;
  if (compared && panels.length !== 3 * coefficients.length) {
    throw new ValueError(
      `${where}: either all or none of the coefficients should be known. Draw the others in a picture of their own.`,
    );
  }
  return fields(panels, { ...options, columns });
}

function panelsOf({ name, learnt, known }: CoefficientMap, where: string): Panel[] {
  const unit = name;
  if (known === undefined) return [{ title: `of ${name}`, field: learnt, unit }];
  const [c, truth] = [toFloat64(learnt, `${where}: learnt`), toFloat64(known, `${where}: known`)];
  if (formatShape(c.shape) !== formatShape(truth.shape)) {
    throw new ShapeError(
      `${where}: known should be on the grid of the one learnt, ${formatShape(c.shape)}; got ` +
        `${formatShape(truth.shape)}.`,
    );
  }
  const error = ndarrayOf(
    c.data.map((value, x) => value - truth.data[x]),
    c.shape,
  );
  return [
    { title: `of ${name}, learnt`, field: learnt, group: `c of ${name}` },
    { title: `of ${name}, known`, field: known, group: `c of ${name}` },
    { title: "error", field: error, colours: "diverging", unit: "learnt − known" },
  ];
}
