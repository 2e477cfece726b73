/** The pointwise loops of training, in one module. */
export { activate32, activate64, activateBackward32, activateBackward64 } from "./activations";
export { addBias32, addBias64, combine32, combine64 } from "./combinations";
export {
  largest32,
  largest64,
  lossBackward32,
  lossBackward64,
  sum32,
  sum64,
  sumChannels32,
  sumChannels64,
} from "./reductions";
export { fillAdamStep32, fillAdamStep64, fillMomentumStep32, fillMomentumStep64 } from "./updates";
