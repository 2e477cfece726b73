"""Periodic elasticity in NumPy and SciPy as a good programmer would write it: finite elements on voxels and conjugate
gradients, preconditioned by the inverse symbol of the mean stiffness. One matrix product K_e U over all voxels of a
block, half spectra, no index arrays, one thread.

Nodal fields are padded by one periodic layer and kept flat: a corner of a voxel is then an offset, and every loop is as
long as the block. Axis order [component, ...x]; Voigt (xx, yy, xy) or (xx, yy, zz, yz, xz, xy), engineering shear."""

import os

import numpy as np
import scipy.fft as fft
from numpy.lib.stride_tricks import as_strided
from scipy.linalg.blas import daxpy
from voxel_elements import Element

WORKERS = int(os.environ.get("WORKERS", "1"))

# Voxels whose element vectors are in the cache together (24 rows of 8 bytes, twice: 1.6 MB).
BLOCK = 4096


class Solver:
    """K on a grid; `lame` and `mu` are those of every phase."""

    def __init__(self, phases, element, lame, mu):
        self.element, self.shape = element, phases.shape
        d, n = element.dimension, phases.shape
        padded = [k + 1 for k in n]
        self.steps = [int(np.prod(padded[a + 1 :])) for a in range(d)]
        self.length = int(np.prod(padded))
        self.voxels = self.length - sum(self.steps)
        self.types = len(element.windows)
        self.padded = [self.types, d] + padded
        self.inside = (slice(None), slice(None)) + tuple(slice(k) for k in n)
        ratio = mu / np.where(lame == 0, 1, lame)
        if np.ptp(ratio) <= 1e-14 * np.abs(ratio).max() and np.all(lame != 0):
            # One Poisson ratio: all phases are multiples of one matrix.
            moduli, matrices = [lame], (element.lame[0] + ratio[0] * element.lame[1])[None]
        else:
            moduli, matrices = [lame, mu], element.lame
        self.product = np.ascontiguousarray(np.concatenate(matrices, 1))
        counts = np.bincount(phases.ravel(), minlength=len(lame)) / phases.size
        self.mean = sum((m @ counts) * k for m, k in zip(moduli, matrices))
        self.weights = np.zeros([len(moduli)] + padded)
        for weight, modulus in zip(self.weights, moduli):
            weight[self.inside[2:]] = modulus[phases]
        self.weights = self.weights.reshape(len(moduli), -1)[:, : self.voxels]
        # Blocks of equal length, so that the last is no remainder.
        self.block = -(-self.voxels // max(1, round(self.voxels / BLOCK)))
        self.gathered = np.empty((len(moduli) * element.rows, self.block))
        self.forces = np.empty((element.rows, self.block))
        self.groups, row = [], 0
        for window in element.windows:
            offsets = [sum(o * s for o, s in zip(at, self.steps)) for at in np.ndindex(*window)]
            self.groups.append((slice(row, row + d * len(offsets)), window, offsets))
            row += d * len(offsets)
        self.inverse = self.inverse_symbol()

    def corners(self, u, kind, window):
        """u[c, ...offset, voxel]: a view."""
        step = u.strides[-1]
        return as_strided(
            u[kind],
            [len(u[kind]), *window, self.voxels],
            [u.strides[1], *[s * step for s in self.steps], step],
        )

    def gather(self, u, start, end, weight=None, out=None):
        """Element vectors of some voxels, times a weight."""
        for kind, (rows, window, _) in enumerate(self.groups):
            target = out[rows].reshape([self.element.dimension, *window, end - start])
            source = self.corners(u, kind, window)[..., start:end]
            if weight is None:
                np.copyto(target, source)
            else:
                np.multiply(source, weight[start:end], out=target)

    def scatter(self, f, forces, start, end):
        """Adds element vectors of some voxels to a padded field."""
        d = self.element.dimension
        for kind, (rows, _, offsets) in enumerate(self.groups):
            parts = forces[rows].reshape(d, len(offsets), end - start)
            for i, offset in enumerate(offsets):
                f[kind, :, start + offset : end + offset] += parts[:, i]

    def blocks(self):
        for start in range(0, self.voxels, self.block):
            yield start, min(start + self.block, self.voxels)

    def apply(self, u, f):
        """f = K u, both padded; the layer around f is folded back."""
        f.fill(0)
        rows = self.element.rows
        for start, end in self.blocks():
            size = end - start
            gathered = self.gathered.reshape(-1)[: len(self.gathered) * size].reshape(-1, size)
            forces = self.forces.reshape(-1)[: rows * size].reshape(rows, size)
            for j, weight in enumerate(self.weights):
                self.gather(u, start, end, weight, gathered[j * rows : (j + 1) * rows])
            np.matmul(self.product, gathered, out=forces)
            self.scatter(f, forces, start, end)

    def load(self, strain, f):
        """f = - sum of K_e times the affine displacement."""
        f.fill(0)
        each = self.product.reshape(self.element.rows, len(self.weights), -1) @ self.element.affine(strain)
        for start, end in self.blocks():
            self.scatter(f, -(each @ self.weights[:, start:end]), start, end)
        self.fold(f)

    def fold(self, f):
        field = f.reshape(self.padded)
        for axis in reversed(range(len(self.shape))):
            at = (slice(None),) * (2 + axis)
            field[at + (0,)] += field[at + (-1,)]

    def wrap(self, u):
        field = u.reshape(self.padded)
        for axis in range(len(self.shape)):
            at = (slice(None),) * (2 + axis)
            field[at + (-1,)] = field[at + (0,)]

    def inverse_symbol(self):
        """Inverse of the Fourier symbol of the mean stiffness, [unknown, unknown, k] of the half spectrum. A real
        one has every entry twice, for a real and an imaginary part side by side: its product is one of real numbers."""
        d, n, nc = self.element.dimension, self.shape, self.element.unknowns
        owner, offset = [], []
        for kind, (_, window, _) in enumerate(self.groups):
            for c in range(d):
                for at in np.ndindex(*window):
                    owner.append(kind * d + c)
                    offset.append(at)
        stencil = np.zeros((nc, nc) + (3,) * d)
        for i, j in np.ndindex(*self.mean.shape):
            shift = tuple(b - a + 1 for a, b in zip(offset[i], offset[j]))
            stencil[(owner[i], owner[j]) + shift] += self.mean[i, j]
        symbol = stencil
        for axis in range(d):
            count = n[axis] // 2 + 1 if axis == d - 1 else n[axis]
            angle = 2 * np.pi / n[axis] * np.arange(count)
            waves = np.exp(1j * np.outer([-1, 0, 1], angle))
            symbol = np.tensordot(symbol, waves, (2, 0))
        if self.types == 1:
            inverse = inverse_symmetric(np.ascontiguousarray(symbol.real))
            return np.repeat(inverse.reshape(nc, nc, -1), 2, axis=2)
        # The bound is absolute: at k = 0 only the translations are null.
        matrices = np.moveaxis(symbol.reshape(nc, nc, -1), 2, 0)
        largest = np.abs(matrices).max()
        zero = np.linalg.pinv(matrices[0].real, rcond=1e-9 * largest / np.linalg.norm(matrices[0], 2), hermitian=True)
        inverse = np.empty_like(matrices)
        inverse[0] = zero
        inverse[1:] = np.linalg.inv(matrices[1:])
        return np.ascontiguousarray(np.moveaxis(inverse, 0, 2))

    def precondition(self, r):
        """M^-1 r."""
        nc, n = r.shape[0], self.shape
        axes = tuple(range(1, r.ndim))
        transform = fft.rfftn(r, axes=axes, workers=WORKERS)
        flat = transform.reshape(nc, -1)
        if np.isrealobj(self.inverse):
            flat = flat.view(float)
        for at in range(0, flat.shape[1], BLOCK):
            part = slice(at, at + BLOCK)
            flat[:, part] = np.einsum("abk,bk->ak", self.inverse[:, :, part], flat[:, part])
        return fft.irfftn(transform, s=n, axes=axes, workers=WORKERS, overwrite_x=True)

    def solve(self, strain, tolerance=1e-6, most=2000):
        """Displacement (padded), iterations."""
        nc, n, d = self.element.unknowns, self.shape, self.element.dimension
        u = np.zeros((self.types, d, self.length))
        p, f = np.zeros_like(u), np.empty_like(u)
        ends = f.reshape(self.padded)[self.inside]
        towards = p.reshape(self.padded)[self.inside]
        self.load(strain, f)
        r = np.ascontiguousarray(ends).reshape((nc,) + n)
        z = self.precondition(r)
        energy = first = np.dot(r.ravel(), z.ravel())
        if first <= 0:
            return u, 0
        change = np.empty_like(r)
        beta = 0.0
        for iteration in range(most + 1):
            if energy <= tolerance**2 * first:
                self.wrap(u)
                return u, iteration
            towards *= beta
            towards += z.reshape(towards.shape)
            self.wrap(p)
            self.apply(p, f)
            alpha = energy / np.dot(p.ravel(), f.ravel())
            self.fold(f)
            daxpy(p.ravel(), u.ravel(), a=alpha)
            np.multiply(ends, alpha, out=change.reshape(ends.shape))
            r -= change
            z = self.precondition(r)
            before, energy = energy, np.dot(r.ravel(), z.ravel())
            beta = energy / before
        raise RuntimeError(f"not converged after {most} iterations")

    def strain(self, u, mean):
        """Element averages [component, ...x]."""
        count = len(self.element.average)
        flat = np.empty((count, self.length))
        rows = self.element.rows
        for start, end in self.blocks():
            gathered = self.gathered.reshape(-1)[: rows * (end - start)].reshape(rows, -1)
            self.gather(u, start, end, out=gathered)
            np.matmul(self.element.average, gathered, out=flat[:, start:end])
        field = flat.reshape([count] + self.padded[2:])[(slice(None),) + self.inside[2:]]
        return field + np.reshape(mean, [count] + [1] * len(self.shape))


def inverse_symmetric(a):
    """Inverse of real symmetric 2 x 2 or 3 x 3 matrices [i, j, ...k] by cofactors; zero at k = 0."""
    if len(a) == 2:
        cofactors = {(0, 0): a[1, 1], (0, 1): -a[0, 1], (1, 1): a[0, 0]}
    else:
        cofactors = {
            (0, 0): a[1, 1] * a[2, 2] - a[1, 2] ** 2,
            (0, 1): a[0, 2] * a[1, 2] - a[0, 1] * a[2, 2],
            (0, 2): a[0, 1] * a[1, 2] - a[0, 2] * a[1, 1],
            (1, 1): a[0, 0] * a[2, 2] - a[0, 2] ** 2,
            (1, 2): a[0, 1] * a[0, 2] - a[0, 0] * a[1, 2],
            (2, 2): a[0, 0] * a[1, 1] - a[0, 1] ** 2,
        }
    determinant = sum(a[0, j] * cofactors[0, j] for j in range(len(a)))
    mean = (0,) * (a.ndim - 2)
    determinant[mean] = np.inf
    inverse = np.empty_like(a)
    for (i, j), cofactor in cofactors.items():
        np.divide(cofactor, determinant, out=inverse[i, j])
        inverse[j, i] = inverse[i, j]
    return inverse


def lame_of(modulus, ratio):
    modulus, ratio = np.asarray(modulus, float), np.asarray(ratio, float)
    return modulus * ratio / ((1 + ratio) * (1 - 2 * ratio)), modulus / (2 * (1 + ratio))


def solve_elasticity(phases, modulus, ratio, strain, element="q1bbar", tolerance=1e-6):
    """Strain and stress [component, ...x] of a cell [...x] under a mean strain, plane strain in 2-D; iterations."""
    lame, mu = lame_of(modulus, ratio)
    solver = Solver(phases, Element(element, phases.ndim), lame, mu)
    u, iterations = solver.solve(strain, tolerance)
    local = solver.strain(u, strain)
    return local, stress_of(local, lame[phases], mu[phases]), iterations


def effective_stiffness(phases, modulus, ratio, element="q1bbar", tolerance=1e-6):
    """Mean stress of every unit strain, [component, load]."""
    lame, mu = lame_of(modulus, ratio)
    solver = Solver(phases, Element(element, phases.ndim), lame, mu)
    columns = []
    for strain in np.eye(len(solver.element.average)):
        local = solver.strain(solver.solve(strain, tolerance)[0], strain)
        stress = stress_of(local, lame[phases], mu[phases])
        columns.append(stress.reshape(len(strain), -1).mean(1))
    return np.transpose(columns)


def stress_of(strain, lame, mu):
    d = strain.ndim - 1
    stress = strain * mu
    stress[:d] *= 2
    stress[:d] += lame * strain[:d].sum(0)
    return stress
