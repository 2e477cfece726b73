/**
 * Forces on the modes of an isotropic solid of order 1, in the place of its displacements: the common case
 * of elementLaws.ts in one pass. Modes of component j stand on lines 8 j + 4 b_x + 2 b_y + b_z. A mode of the
 * strain has those gradients along whose axes it is constant: nine for the mean strain, six for
 * a strain linear along one axis. Those along two axes have a single value, which stretches alone.
 */
import { LINE } from "./elementPlan";

const V: usize = 16; // bytes of a vector

/** Lines of modes that are linear along two axes. */
const YZ: usize = 3 * LINE;
const XZ: usize = 5 * LINE;
const XY: usize = 6 * LINE;

// @inline
function doubled(a: v128): v128 {
  return f64x2.add(a, a);
}

/** The mean strain: σ = w (λ tr ε + 2 μ ε). */
export function meanStrain(λ: usize, μ: usize, w: f64, u: usize, bytes: usize): void {
  const weight = f64x2.splat(w);
  const end = λ + bytes;
  let x = u;
  let y = u + 8 * LINE;
  let z = u + 16 * LINE;
  for (; λ < end; λ += V, μ += V, x += V, y += V, z += V) {
    const m = f64x2.mul(weight, v128.load(μ));
    const xx = v128.load(x, 4 * LINE);
    const yy = v128.load(y, 2 * LINE);
    const zz = v128.load(z, LINE);
    const trace = f64x2.add(f64x2.add(xx, yy), zz);
    const p = f64x2.mul(f64x2.mul(weight, v128.load(λ)), trace);
    const m2 = doubled(m);
    v128.store(x, f64x2.add(p, f64x2.mul(m2, xx)), 4 * LINE);
    v128.store(y, f64x2.add(p, f64x2.mul(m2, yy)), 2 * LINE);
    v128.store(z, f64x2.add(p, f64x2.mul(m2, zz)), LINE);
    const yz = f64x2.mul(m, f64x2.add(v128.load(y, LINE), v128.load(z, 2 * LINE)));
    v128.store(y, yz, LINE);
    v128.store(z, yz, 2 * LINE);
    const xz = f64x2.mul(m, f64x2.add(v128.load(x, LINE), v128.load(z, 4 * LINE)));
    v128.store(x, xz, LINE);
    v128.store(z, xz, 4 * LINE);
    const xy = f64x2.mul(m, f64x2.add(v128.load(x, 2 * LINE), v128.load(y, 4 * LINE)));
    v128.store(x, xy, 2 * LINE);
    v128.store(y, xy, 4 * LINE);
  }
}

/**
 * Strains that are linear along one axis. For axes x, y, z the factors are w, α, β in turn: shear w μ, and
 * α λ + β μ in the place of λ.
 */
export function linearStrains(λ: usize, μ: usize, factors: usize, u: usize, bytes: usize): void {
  const end = λ + bytes;
  let x = u;
  let y = u + 8 * LINE;
  let z = u + 16 * LINE;
  for (; λ < end; λ += V, μ += V, x += V, y += V, z += V) {
    const first = v128.load(λ);
    const second = v128.load(μ);
    // Along x: gradients ∂_y on lines xy and ∂_z on lines xz.
    let m = f64x2.mul(v128.load64_splat(factors), second);
    let n = normal(factors, first, second);
    const xOfXy = v128.load(x, XY);
    const xOfXz = v128.load(x, XZ);
    const yOfXy = v128.load(y, XY);
    const yOfXz = v128.load(y, XZ);
    const zOfXy = v128.load(z, XY);
    const zOfXz = v128.load(z, XZ);
    let p = f64x2.mul(n, f64x2.add(yOfXy, zOfXz));
    let m2 = doubled(m);
    let τ = f64x2.mul(m, f64x2.add(zOfXy, yOfXz));
    let fxXy = f64x2.mul(m, xOfXy);
    let fxXz = f64x2.mul(m, xOfXz);
    let fyXy = f64x2.add(p, f64x2.mul(m2, yOfXy));
    let fyXz = τ;
    let fzXy = τ;
    let fzXz = f64x2.add(p, f64x2.mul(m2, zOfXz));
    // Along y: ∂_x on lines xy and ∂_z on lines yz.
    m = f64x2.mul(v128.load64_splat(factors, 24), second);
    n = normal(factors + 24, first, second);
    const xOfYz = v128.load(x, YZ);
    const yOfYz = v128.load(y, YZ);
    const zOfYz = v128.load(z, YZ);
    p = f64x2.mul(n, f64x2.add(xOfXy, zOfYz));
    m2 = doubled(m);
    τ = f64x2.mul(m, f64x2.add(zOfXy, xOfYz));
    fxXy = f64x2.add(fxXy, f64x2.add(p, f64x2.mul(m2, xOfXy)));
    fyXy = f64x2.add(fyXy, f64x2.mul(m, yOfXy));
    v128.store(x, fxXy, XY);
    v128.store(y, fyXy, XY);
    v128.store(z, f64x2.add(fzXy, τ), XY);
    let fxYz = τ;
    let fyYz = f64x2.mul(m, yOfYz);
    let fzYz = f64x2.add(p, f64x2.mul(m2, zOfYz));
    // Along z: ∂_x on lines xz and ∂_y on lines yz.
    m = f64x2.mul(v128.load64_splat(factors, 48), second);
    n = normal(factors + 48, first, second);
    p = f64x2.mul(n, f64x2.add(xOfXz, yOfYz));
    m2 = doubled(m);
    τ = f64x2.mul(m, f64x2.add(yOfXz, xOfYz));
    v128.store(x, f64x2.add(fxXz, f64x2.add(p, f64x2.mul(m2, xOfXz))), XZ);
    v128.store(y, f64x2.add(fyXz, τ), XZ);
    v128.store(z, f64x2.add(fzXz, f64x2.mul(m, zOfXz)), XZ);
    v128.store(x, f64x2.add(fxYz, τ), YZ);
    v128.store(y, f64x2.add(fyYz, f64x2.add(p, f64x2.mul(m2, yOfYz))), YZ);
    v128.store(z, f64x2.add(fzYz, f64x2.mul(m, zOfYz)), YZ);
  }
}

// @inline
function normal(factors: usize, λ: v128, μ: v128): v128 {
  const μShare = f64x2.mul(v128.load64_splat(factors, 16), μ);
  return f64x2.add(μShare, f64x2.mul(v128.load64_splat(factors, 8), λ));
}
