/**
 * Weights of a polynomial fitted to a few values: with nodes s_j and the polynomial of a degree closest to the values
 * u_j in least squares, its derivative of an order at a point is Σ_j w_j u_j. As many nodes as coefficients
 * interpolate: then these are differences; more of them smooth.
 *
 * Savitzky and Golay, Analytical Chemistry 36 (1964) 1627.
 */

/**
 * The weights w_j.
 * @param nodes different, at least degree + 1 of them
 */
export function polynomialWeights(
  nodes: readonly number[],
  degree: number,
  order: number,
  at: number,
): number[] {
  const reach = Math.max(...nodes.map((node) => Math.abs(node - at)));
  const s = nodes.map((node) => (node - at) / reach);
  // Orthonormal polynomials on the nodes, with their Taylor coefficients at `at`.
  const basis: { values: number[]; taylor: number[] }[] = [];
  for (let d = 0; d <= degree; d++) {
    let values = s.map((node) => node ** d);
    let taylor: number[] = Array.from({ length: degree + 1 }, (_, i) => (i === d ? 1 : 0));
    for (let pass = 0; pass < 2; pass++) {
      for (const before of basis) {
        const overlap = dot(values, before.values);
        values = values.map((value, j) => value - overlap * before.values[j]);
        taylor = taylor.map((value, i) => value - overlap * before.taylor[i]);
      }
    }
    const norm = Math.sqrt(dot(values, values));
    basis.push({ values: values.map((v) => v / norm), taylor: taylor.map((t) => t / norm) });
  }
  let factorial = 1;
  for (let i = 2; i <= order; i++) factorial *= i;
  const unit = factorial / reach ** order;
  return nodes.map(
    (_, j) => unit * basis.reduce((sum, { values, taylor }) => sum + values[j] * taylor[order], 0),
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
