/** Fields without their means, u − ⟨u⟩: the projection that keeps a prescribed mean exact. Its own adjoint. */
import { defineOperation, newValues } from "../autodiff/index.js";
import type { Operation, Variable } from "../autodiff/index.js";
import { precisionOf, sizeOf } from "../core/index.js";

/** u[s, c, …x] less the mean over x of every sample and component; means are summed in Float64. */
export function fluctuation(u: Variable): Variable {
  return withoutMean([u], undefined);
}

const withoutMean: Operation<undefined> = defineOperation(
  ([{ data: u, shape }]) => {
    const size = sizeOf(shape.slice(2));
    const data = newValues(u.length, precisionOf(u));
    for (let first = 0; first < u.length; first += size) {
      let sum = 0;
      for (let x = first; x < first + size; x++) sum += u[x];
      const mean = sum / size;
      for (let x = first; x < first + size; x++) data[x] = u[x] - mean;
    }
    return { data, shape };
  },
  (g) => withoutMean([g], undefined),
  "fluctuation",
);
