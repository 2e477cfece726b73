"""Localization in NumPy and SciPy as a good programmer would write it: half spectra, batched algebra,
one thread. The peer of mks.ts; it answers one JSON line per JSON line on standard input."""

import json
import os
import sys
import time

import numpy as np
import scipy
import scipy.fft as fft

WORKERS = int(os.environ.get("WORKERS", "1"))


def hats(m, states):
    """m_h = max(0, 1 - |m - h|), states last."""
    return np.maximum(1 - np.abs(np.clip(m, 0, states - 1)[..., None] - np.arange(states)), 0)


def fit(m, p, states):
    """Coefficients (...k, h) in the gauge whose last state is zero for k != 0; k = 0 by lstsq."""
    axes = tuple(range(1, m.ndim))
    local = hats(m, states)
    response = fft.rfftn(p, axes=axes, workers=WORKERS)
    free = [
        fft.rfftn(np.ascontiguousarray(local[..., h]), axes=axes, workers=WORKERS)
        for h in range(states - 1)
    ]
    coefficients = np.zeros(response.shape[1:] + (states,), complex)
    if states == 2:
        (one,) = free
        product = np.einsum("n...,n...->...", one.conj(), response)
        power = np.einsum("n...,n...->...", one.conj(), one).real
        with np.errstate(all="ignore"):
            coefficients[..., 0] = np.where(power > 0, product / power, 0)
    else:
        count = states - 1
        gram = np.empty(response.shape[1:] + (count, count), complex)
        right = np.empty(response.shape[1:] + (count,), complex)
        for i in range(count):
            right[..., i] = np.einsum("n...,n...->...", free[i].conj(), response)
            for j in range(i, count):
                gram[..., i, j] = np.einsum("n...,n...->...", free[i].conj(), free[j])
                gram[..., j, i] = gram[..., i, j].conj()
        gram[(0,) * len(axes)] += np.eye(count)
        coefficients[..., :count] = np.linalg.solve(gram, right[..., None])[..., 0]
    mean = (0,) * len(axes)
    fractions = local.reshape(len(m), -1, states).sum(1)
    totals = response[(slice(None),) + mean].real
    coefficients[mean] = np.linalg.lstsq(fractions, totals, rcond=2.2e-12)[0]
    return coefficients


def predict(m, coefficients, states):
    """The response of microstructures m for coefficients (...k, h)."""
    axes = tuple(range(1, m.ndim))
    local = hats(m, states)
    total = None
    for h in range(states):
        term = fft.rfftn(np.ascontiguousarray(local[..., h]), axes=axes, workers=WORKERS)
        term *= coefficients[..., h]
        total = term if total is None else np.add(total, term, out=total)
    return fft.irfftn(total, s=m.shape[1:], axes=axes, workers=WORKERS, overwrite_x=True)


def memory(field):
    """A figure of this process's memory in bytes: VmRSS now, VmHWM at its peak."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(field):
                    return 1024 * int(line.split()[1])
    except OSError:
        pass
    return None


def forget_peak():
    """Lets the peak begin anew."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        pass


job = None
for line in sys.stdin:
    request = json.loads(line)
    answer = {}
    if request["ask"] == "versions":
        answer = {"numpy": np.__version__, "scipy": scipy.__version__}
    elif request["ask"] == "load":
        m = np.load(request["m"])
        if request["work"] == "fit":
            p = np.load(request["p"])
            job = lambda m=m, p=p, states=request["states"]: fit(m, p, states)
        else:
            c = np.ascontiguousarray(np.moveaxis(np.load(request["coefficients"]), 0, -1))
            job = lambda m=m, c=c, states=request["states"]: predict(m, c, states)
        forget_peak()
        answer = {"rss": memory("VmRSS")}
    elif request["ask"] == "run":
        runs = request.get("runs", 1)
        started, used = time.perf_counter(), time.process_time()
        for _ in range(runs):
            result = job()
        cpu, wall = time.process_time() - used, time.perf_counter() - started
        answer = {"cpu": cpu / runs, "wall": wall / runs, "peak": memory("VmHWM")}
        if "save" in request:
            np.save(request["save"], np.moveaxis(result, -1, 0) if np.iscomplexobj(result) else result)
        del result
    print(json.dumps(answer), flush=True)
