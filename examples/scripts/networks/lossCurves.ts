/** The loss of a training, epoch by epoch. */
import { type nn, plot } from "kernelfield";

/** The picture of the loss on the data trained with, and on those of the validation. */
export function lossCurves(
  history: readonly nn.EpochRecord[],
  [seen, unseen]: readonly [string, string],
): string {
  const x = history.map(({ epoch }) => epoch + 1);
  return plot.curves(
    [
      { label: seen, x, y: history.map(({ loss }) => loss) },
      { label: unseen, x, y: history.map(({ loss, validationLoss = loss }) => validationLoss) },
    ],
    { xLabel: "epoch", yLabel: "cross-entropy", yScale: "log" },
  );
}
