/** What the local states of a basis are called in pictures. */
import { formatNumber } from "./numbers.js";
import { waveNumber } from "../states/index.js";
import type { Basis } from "../states/index.js";

/** A name of every local state, in the order of the state axis. */
export function stateNames(basis: Basis): string[] {
  switch (basis.kind) {
    case "phase":
      return basis.states.map((h) => `phase ${h}`);
    case "primitive": {
      const [low, high] = basis.domain;
      const step = (high - low) / (basis.count - 1);
      return basis.states.map((h) => `hat at ${formatNumber(low + h * step)}`);
    }
    case "legendre":
      return basis.states.map((h) => `Legendre degree ${h}`);
    case "fourier":
      return basis.states.map((h) => `wave number ${formatNumber(waveNumber(h))}`);
    case "neighbours":
      return basis.terms.map(({ offsets, states }) =>
        offsets.length === 0
          ? "constant"
          : offsets
              .map((offset, i) => `${states[i]} at (${offset.map(signed).join(", ")})`)
              .join(" · "),
      );
  }
}

/** One sentence about the local states of a basis. */
export function describeBasis(basis: Basis): string {
  switch (basis.kind) {
    case "phase":
      return `indicators of ${basis.states.length} of ${basis.count} phases`;
    case "primitive":
      return `${basis.states.length} hats on [${basis.domain.map((v) => formatNumber(v)).join(", ")}]`;
    case "legendre":
      return `${basis.states.length} Legendre polynomials on [${basis.domain.map((v) => formatNumber(v)).join(", ")}]`;
    case "fourier":
      return `${basis.states.length} exponentials on [${basis.domain.map((v) => formatNumber(v)).join(", ")}]`;
    case "neighbours":
      return (
        `${basis.terms.length} products of up to ${basis.order} neighbouring cells, each of ` +
        describeBasis(basis.cell)
      );
  }
}

function signed(offset: number): string {
  return formatNumber(offset);
}
