/** What a classifier of points in the plane has learnt, drawn over the square |x|, |y| ≤ `reach`. */
import { ndarrayOf, nn, type plot } from "kernelfield";

/** Cells of a side. */
const SIDE = 200;

/** Shades between one class and the other. */
const SHADES = 10;

/**
 * The panel of a model's answers, from blue, surely class 0, to red, surely class 1; samples are dots with
 * a pale ring.
 * @param answer the certainty that a point belongs to class 1, from the model's output for it
 */
export function decisionMap(
  title: string,
  model: nn.Model,
  samples: nn.PlaygroundData,
  answer: (output: Float64Array | Float32Array, point: number) => number,
  reach = 6,
): plot.Panel {
  const cell = (2 * reach) / SIDE;
  const points = Float64Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
    const along = i % 2 === 0 ? Math.floor(i / 2 / SIDE) : (i >> 1) % SIDE;
    return (along + 0.5) * cell - reach;
  });
  const { data } = nn.predict(model, ndarrayOf(points, [SIDE * SIDE, 2]), { batchSize: 4000 });
  const shade = (i: number): number => (1.4 * Math.round(SHADES * answer(data, i))) / SHADES - 0.7;
  const field = Float64Array.from({ length: SIDE * SIDE }, (_, i) => shade(i));
  const dot = Math.max(2.2, 12 / Math.sqrt(samples.labels.size));
  samples.labels.data.forEach((label, s) => {
    const [x, y] = [samples.x.get(s, 0), samples.x.get(s, 1)].map((v) => (v + reach) / cell - 0.5);
    const around = Math.ceil(dot) + 1;
    for (let i = Math.round(x) - around; i <= x + around; i++) {
      for (let j = Math.round(y) - around; j <= y + around; j++) {
        const distance = Math.hypot(i - x, j - y);
        if (distance > dot + 1 || Math.min(i, j) < 0 || Math.max(i, j) >= SIDE) continue;
        field[i * SIDE + j] = distance > dot ? 0 : 2 * label - 1;
      }
    }
  });
  const group = "class 0 … class 1";
  return { title, field: ndarrayOf(field, [SIDE, SIDE]), colours: "diverging", group };
}
