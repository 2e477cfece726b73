/**
 * Σ term(i) for i < count, with the rounding every addition lost carried along and added at the
 * end. Neumaier, Zeitschrift für angewandte Mathematik und Mechanik 54 (1974) 39.
 */
export function sumOf(count: number, term: (i: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < count; i++) {
    const next = term(i);
    const total = sum + next;
    lost += Math.abs(sum) >= Math.abs(next) ? sum - total + next : next - total + sum;
    sum = total;
  }
  return sum + lost;
}

/** x², as a product: `**` may round it differently from one engine to another. */
export function square(x: number): number {
  return x * x;
}
