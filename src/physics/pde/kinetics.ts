/**
 * Local rates of reacting components, du/dt = R(u) at every point, of the models that people study.
 *
 * Pearson, Science 261 (1993) 189 (Gray–Scott); FitzHugh, Biophysical Journal 1 (1961) 445; Kopell and Howard,
 * Studies in Applied Mathematics 52 (1973) 291 (λ–ω); Fisher, Annals of Eugenics 7 (1937) 355.
 */

/** Reactions of some components. */
export interface Kinetics {
  readonly components: number;
  /** Fills R_c[x] from the components at x and the time. */
  readonly rate: (R: readonly Float64Array[], u: readonly Float64Array[], t: number) => void;
}

/**
 * Gray and Scott's autocatalysis U + 2V → 3V, V → P, with u fed and both washed out:
 * R_u = −u v² + F (1 − u), R_v = u v² − (F + κ) v.
 * @param feed F. Default 0.037, with κ = 0.06 labyrinths; 0.03 and 0.062 gives spots that divide.
 * @param kill κ. Default 0.06.
 */
export function grayScott({ feed = 0.037, kill = 0.06 } = {}): Kinetics {
  return {
    components: 2,
    rate([Ru, Rv], [u, v]) {
      for (let x = 0; x < u.length; x++) {
        const made = u[x] * v[x] * v[x];
        Ru[x] = feed * (1 - u[x]) - made;
        Rv[x] = made - (feed + kill) * v[x];
      }
    },
  };
}

/**
 * FitzHugh and Nagumo's excitable medium: R_u = u − u³/3 − v + I, R_v = ε (u + a − b v).
 * @param epsilon ε, how much slower v recovers. Default 0.08.
 * @param a Default 0.7.
 * @param b Default 0.8.
 * @param current I. Default 0: at rest until disturbed; 0.5 oscillates.
 */
export function fitzHughNagumo({ epsilon = 0.08, a = 0.7, b = 0.8, current = 0 } = {}): Kinetics {
  return {
    components: 2,
    rate([Ru, Rv], [u, v]) {
      for (let x = 0; x < u.length; x++) {
        Ru[x] = u[x] - u[x] ** 3 / 3 - v[x] + current;
        Rv[x] = epsilon * (u[x] + a - b * v[x]);
      }
    },
  };
}

/**
 * A λ–ω oscillator of amplitude 1, A = u² + v²: R_u = (1 − A) u + β A v, R_v = −β A u + (1 − A) v. With
 * β = 1 the reaction of PDE-Net 2.0's data.
 * @param beta β, its frequency. Default 1.
 */
export function lambdaOmega({ beta = 1 } = {}): Kinetics {
  return {
    components: 2,
    rate([Ru, Rv], [u, v]) {
      for (let x = 0; x < u.length; x++) {
        const A = u[x] * u[x] + v[x] * v[x];
        Ru[x] = (1 - A) * u[x] + beta * A * v[x];
        Rv[x] = (1 - A) * v[x] - beta * A * u[x];
      }
    },
  };
}

/**
 * Growth up to a limit, R = r u (1 − u), whose fronts run at 2 √(r D).
 * @param growth r. Default 1.
 */
export function fisherKpp({ growth = 1 } = {}): Kinetics {
  return {
    components: 1,
    rate([R], [u]) {
      for (let x = 0; x < u.length; x++) R[x] = growth * u[x] * (1 - u[x]);
    },
  };
}
