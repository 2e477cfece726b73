"""Periodic elasticity by SfePy and a direct solver, a fresh problem per cell as PyMKS makes it: quadratic elements, one
per pixel, plane strain. Displacements are the periodic fluctuation, so that the mean strain is exact."""

import numpy as np
import sfepy
from serve import serve
from sfepy.base.base import output
from sfepy.discrete import (
    Conditions,
    Equation,
    Equations,
    FieldVariable,
    Function,
    Functions,
    Integral,
    Integrals,
    Material,
    Problem,
)
from sfepy.discrete.conditions import EssentialBC, PeriodicBC
from sfepy.discrete.fem import FEDomain, Field, periodic
from sfepy.mechanics.matcoefs import stiffness_from_lame
from sfepy.mesh.mesh_generators import gen_block_mesh
from sfepy.solvers.ls import ScipyDirect
from sfepy.solvers.nls import Newton
from sfepy.terms import Term

output.set_output(quiet=True)


def lame_of(modulus, ratio):
    modulus, ratio = np.asarray(modulus, float), np.asarray(ratio, float)
    return modulus * ratio / ((1 + ratio) * (1 - 2 * ratio)), modulus / (2 * (1 + ratio))


def solve(phases, modulus, ratio, strain):
    """Strain and stress [component, x, y] of a cell [x, y], averages over the pixels."""
    shape = np.array(phases.shape)
    mesh = gen_block_mesh(shape, shape + 1, shape / 2, name="cell", verbose=False)
    domain = FEDomain("domain", mesh)
    omega = domain.create_region("Omega", "all")
    field = Field.from_args("displacement", np.float64, "vector", omega, approx_order=2)
    u = FieldVariable("u", "unknown", field)
    v = FieldVariable("v", "test", field, primary_var_name="u")

    stiffness = np.array([stiffness_from_lame(2, *pair) for pair in zip(*lame_of(modulus, ratio))])

    def material_at(_, coordinates, mode=None, **kwargs):
        if mode != "qp":
            return None
        cell = np.minimum(coordinates.astype(int), shape - 1)
        local = stiffness[phases[cell[:, 0], cell[:, 1]]]
        return {"D": local, "stress": local @ np.reshape(strain, (3, 1))}

    material = Material("m", function=Function("material_at", material_at))
    integral = Integral("i", order=4)
    work = Term.new("dw_lin_elastic(m.D, v, u)", integral, omega, m=material, v=v, u=u)
    load = Term.new("dw_lin_prestress(m.stress, v)", integral, omega, m=material, v=v)

    edge = 1e-3
    names = ["x", "y"]
    low = [domain.create_region(f"low_{n}", f"vertices in {n} < {edge}", "facet") for n in names]
    high = [
        domain.create_region(f"high_{n}", f"vertices in {n} > {k - edge}", "facet")
        for n, k in zip(names, shape)
    ]
    corner = domain.create_region("corner", f"vertices in (x < {edge}) & (y < {edge})", "vertex")
    match = [
        Function("match_x", periodic.match_y_line),
        Function("match_y", periodic.match_x_line),
    ]
    problem = Problem("elasticity", equations=Equations([Equation("balance", work + load)]))
    ties = [
        PeriodicBC(f"tied_{n}", [a, b], {"u.all": "u.all"}, match=f"match_{n}")
        for n, a, b in zip(names, low, high)
    ]
    problem.functions = Functions(match)
    problem.set_bcs(ebcs=Conditions([EssentialBC("fixed", corner, {"u.all": 0})]), epbcs=Conditions(ties))
    linear = ScipyDirect({})
    problem.set_solver(Newton({"i_max": 1, "eps_a": 1e-10}, lin_solver=linear))
    problem.solve(save_results=False)

    fluctuation = problem.evaluate("ev_cauchy_strain.i.Omega(u)", integrals=Integrals([integral]), mode="el_avg")
    local = fluctuation[:, 0, :, 0].T.reshape([3, *shape]) + np.reshape(strain, (3, 1, 1))
    return local, np.einsum("xyij,jxy->ixy", stiffness[phases], local)


def load(work, arrays):
    phases = arrays[0].reshape(work["grid"]).astype(int)
    problem = (phases, work["elasticModulus"], work["poissonRatio"], [1, 0, 0])
    return lambda: solve(*problem), lambda fields: fields


if __name__ == "__main__":
    serve({"name": f"SfePy {sfepy.__version__}"}, load)
