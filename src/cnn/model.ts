/** A localization network with its weights and the problem that it learnt. */
import type { Parameters, State } from "../nn/index.js";
import type { LinearLocalization, LocalizationNetwork, NonlinearNetwork } from "./network.js";
import type { Problem } from "./problem.js";

/** A localization network that can predict: plain data. */
export interface LocalizationModel<N extends LocalizationNetwork = LocalizationNetwork> {
  readonly kind: "localizationNetwork";
  readonly version: 1;
  readonly network: N;
  readonly parameters: Parameters;
  readonly state: State;
  /** Null for linear networks, which have no mechanics of their own. */
  readonly problem: N extends NonlinearNetwork ? Problem : Problem | null;
}

/** A model that is one kernel. */
export type LinearModel = LocalizationModel<LinearLocalization>;
