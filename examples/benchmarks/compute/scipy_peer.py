"""Transforms by scipy.fft and small systems by numpy.linalg; WORKERS is the number of threads of a transform."""

import os

import numpy as np
import scipy
import scipy.fft as fft
from serve import serve

WORKERS = int(os.environ.get("WORKERS", "1"))


def transform(work, arrays):
    x = arrays[0].reshape([work["fields"]] + work["grid"]).astype(work["precision"])
    axes = tuple(range(1, x.ndim))
    return lambda: fft.rfftn(x, axes=axes, workers=WORKERS), lambda y: (y.real, y.imag)


def systems(work, arrays):
    n = work["unknowns"]
    g = (arrays[0] + 1j * arrays[1]).reshape(-1, n, n)
    b = (arrays[2] + 1j * arrays[3]).reshape(-1, n, 1)
    # Ours lie frequency beside frequency: [unknown, k].
    return lambda: np.linalg.solve(g, b), lambda x: (x[..., 0].real.T, x[..., 0].imag.T)


def load(work, arrays):
    return (transform if work["kind"] == "transform" else systems)(work, arrays)


serve({"name": f"NumPy {np.__version__}, SciPy {scipy.__version__}"}, load)
