"""Our problems of physics.ts in NumPy and SciPy; a run begins with the phases, or with the field at the start."""

import numpy as np
import scipy
from cahn_hilliard_numpy import rollout
from elasticity_numpy import effective_stiffness, solve_elasticity
from serve import serve


def load(work, arrays):
    grid = work["grid"]
    if work["kind"] == "cahnHilliard":
        phi = arrays[0].reshape([1] + grid)
        return lambda: rollout(phi, work["steps"]), lambda end: (end,)
    phases = arrays[0].reshape(grid).astype(np.intp)
    problem = (phases, work["elasticModulus"], work["poissonRatio"])
    how = {"element": work["element"], "tolerance": work["tolerance"]}
    if work["loads"] == "all":
        return lambda: effective_stiffness(*problem, **how), lambda stiffness: (stiffness,)
    strain = np.eye(3 if len(grid) == 2 else 6)[0]
    return lambda: solve_elasticity(*problem, strain, **how), lambda solved: solved[:2]


serve({"name": f"NumPy {np.__version__}, SciPy {scipy.__version__}"}, load)
