"""Cahn-Hilliard in NumPy and SciPy: phi_t = lap(phi^3 - phi) - gamma lap^2 phi, semi-implicit, the half spectrum of phi kept
between the steps, so that a step takes two transforms; one thread."""

import os

import numpy as np
import scipy.fft as fft

WORKERS = int(os.environ.get("WORKERS", "1"))


def rollout(phi, steps, spacing=0.25, time_step=1e-3, gamma=1.0):
    """phi [sample, ...x] after so many steps."""
    axes, shape = tuple(range(1, phi.ndim)), phi.shape[1:]
    waves = [2 * np.pi * fft.fftfreq(n, spacing) for n in shape[:-1]]
    waves.append(2 * np.pi * fft.rfftfreq(shape[-1], spacing))
    square = sum(k**2 for k in np.meshgrid(*waves, indexing="ij"))
    below = 1 + time_step * square * (2 + gamma * square)
    # Complex factors, since a product of a complex and a real array makes a complex copy of the latter.
    kept = ((1 + 3 * time_step * square) / below).astype(complex)
    added = (-time_step * square / below).astype(complex)
    spectrum = fft.rfftn(phi, axes=axes, workers=WORKERS)
    cube = np.empty_like(phi, float)
    for _ in range(steps):
        np.multiply(phi, phi, out=cube)
        cube *= phi
        change = fft.rfftn(cube, axes=axes, workers=WORKERS)
        change *= added
        spectrum *= kept
        spectrum += change
        phi = fft.irfftn(spectrum, s=shape, axes=axes, workers=WORKERS)
    return phi
