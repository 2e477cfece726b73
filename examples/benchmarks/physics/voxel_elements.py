"""Finite elements on a unit voxel: linear (q1), linear with the mean dilatation (q1bbar), quadratic (q2)."""

import itertools

import numpy as np

# Components of the shear strains in Voigt order.
SHEARS = {2: [(0, 1)], 3: [(1, 2), (0, 2), (0, 1)]}


class Element:
    """Constant matrices of a unit voxel: K_e = lambda_e lame[0] + mu_e lame[1], mean strain = average u_e.

    Nodes are of one type (corners: q1) or 2^d types (corners, mid-edges ...: q2). Nodes of a type lie in a window of one
    or two cells per axis. Element vectors run over (type, component, node of the window)."""

    def __init__(self, name, d):
        order = 2 if name == "q2" else 1
        points, weights = np.polynomial.legendre.leggauss(order + 1)
        points, weights = (points + 1) / 2, weights / 2
        kinds = list(itertools.product(range(order), repeat=d))
        self.windows = [tuple(1 if k else 2 for k in kind) for kind in kinds]
        nodes = [
            [tuple(k + order * o for k, o in zip(kind, offset)) for offset in np.ndindex(*window)]
            for kind, window in zip(kinds, self.windows)
        ]
        rows = [(c, node) for of_type in nodes for c in range(d) for node in of_type]
        self.dimension, self.unknowns, self.rows = d, d * len(kinds), len(rows)
        lattice = np.linspace(0, 1, order + 1)
        shape = [np.poly1d(np.linalg.solve(np.vander(lattice), e)) for e in np.eye(order + 1)]
        values = np.array([[p(x) for x in points] for p in shape])
        slopes = np.array([[p.deriv()(x) for x in points] for p in shape])
        places = list(np.ndindex(*[order + 1] * d))
        strains = []
        for place in places:
            b = np.zeros((d + len(SHEARS[d]), len(rows)))
            for j, (c, node) in enumerate(rows):
                gradient = [
                    np.prod([(slopes if a == i else values)[node[a], place[a]] for a in range(d)])
                    for i in range(d)
                ]
                b[c, j] = gradient[c]
                for s, pair in enumerate(SHEARS[d]):
                    if c in pair:
                        b[d + s, j] = gradient[pair[1] if c == pair[0] else pair[0]]
            strains.append(b)
        volumes = [np.prod([weights[i] for i in place]) for place in places]
        self.average = sum(w * b for w, b in zip(volumes, strains))
        if name == "q1bbar":
            for b in strains:
                b[:d] += (self.average[:d].sum(0) - b[:d].sum(0)) / d
        dilatation = [b[:d].sum(0) for b in strains]
        shear = np.diag([2.0] * d + [1.0] * len(SHEARS[d]))
        self.lame = np.array(
            [
                sum(w * np.outer(t, t) for w, t in zip(volumes, dilatation)),
                sum(w * b.T @ shear @ b for w, b in zip(volumes, strains)),
            ]
        )
        self.place = np.array([[node[i] / order for i in range(d)] for _, node in rows])
        self.component = np.array([c for c, _ in rows])

    def affine(self, strain):
        """Nodal displacements of a constant strain."""
        d = self.dimension
        gradient = np.diag(np.asarray(strain[:d], float))
        for (i, j), s in zip(SHEARS[d], strain[d:]):
            gradient[i, j] = gradient[j, i] = s / 2
        return (gradient[self.component] * self.place).sum(1)
