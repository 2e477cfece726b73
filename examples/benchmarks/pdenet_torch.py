"""Loss and gradient of PDE-Nets in PyTorch, Float64, as a good programmer would write them: all filters in one
conv2d on a circularly padded field, what products of SymNets see of the inputs in one matmul, coefficient
fields by a matrix along each axis. The peer of pdenet.ts; it answers one JSON line per JSON line on standard
input. Long, Lu, Ma and Dong, ICML 2018; Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925."""

import math
import os

import numpy as np
import torch
import torch.nn.functional as F
from serve import serve

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def derivatives(max_order):
    """Orders along both axes, by degree, within a degree increasing."""
    return [(a, degree - a) for degree in range(max_order + 1) for a in range(degree + 1)]


class Filters:
    """Filters as functions of their free moments: degrees up to |o| + p - 1 are 0, but 1 at o."""

    def __init__(self, orders, size, accuracy, spacing):
        self.shape = (len(orders), size, size)
        self.inverse = torch.from_numpy(inverse_powers(size))
        degree = np.add.outer(np.arange(size), np.arange(size))
        free = np.stack([degree > sum(order) + accuracy - 1 for order in orders])
        fixed = np.zeros(self.shape)
        for i, order in enumerate(orders):
            fixed[(i, *order)] = 1
        self.fixed = torch.from_numpy(fixed).reshape(-1)
        self.places = (torch.from_numpy(np.flatnonzero(free)),)
        units = [spacing[0] ** order[0] * spacing[1] ** order[1] for order in orders]
        self.units = torch.tensor(units, dtype=torch.float64)[:, None, None]

    def kernels(self, moments):
        every = self.fixed.index_put(self.places, moments).reshape(self.shape)
        return (self.inverse @ every @ self.inverse.T) / self.units


def inverse_powers(size):
    """The inverse of r^i / i!: coefficients of Lagrange's polynomials times i!, whole numbers over whole ones."""
    nodes = [j - (size - 1) // 2 for j in range(size)]
    rows = []
    for r in nodes:
        others = [s for s in nodes if s != r]
        powers = np.poly(others)[::-1] * [math.factorial(i) for i in range(size)]
        rows.append(powers / math.prod(r - s for s in others))
    return np.array(rows)


def seen(u, kernels):
    """What filters see of fields u[plane, x, y], [plane, filter, x, y]."""
    size = kernels.shape[-1]
    before = (size - 1) // 2
    padding = (before, size - 1 - before) * 2
    return F.conv2d(F.pad(u[:, None], padding, mode="circular"), kernels[:, None])


def huber(values, small):
    """p^2 / 2s for |p| < s, else |p| - s / 2, summed."""
    return F.huber_loss(values, torch.zeros_like(values), reduction="sum", delta=small) / small


class Net:
    """A polynomial of C inputs by K products: what each weight multiplies is sorted out once."""

    def __init__(self, weights, inputs, products):
        self.products = products
        rows, biases, self.inner, at = [], [], [], 0
        for k in range(products):
            width = inputs + k
            row = weights[at : at + 2 * width].view(2, width)
            rows.append(row[:, :inputs])
            self.inner.append(row[:, inputs:])
            biases.append(weights[at + 2 * width : at + 2 * width + 2])
            at += 2 * width + 2
        rows.append(weights[None, at : at + inputs])
        self.last = weights[at + inputs : at + inputs + products]
        biases.append(weights[at + inputs + products :])
        self.outer, self.biases = torch.cat(rows), torch.cat(biases)[:, None]

    def __call__(self, x):
        """F of x[input, point]."""
        sums = torch.addmm(self.biases, self.outer, x)
        p = None
        for k in range(self.products):
            pair = sums[2 * k : 2 * k + 2]
            if k:
                pair = torch.addmm(pair, self.inner[k], p)
            product = pair[:1] * pair[1:]
            p = product if p is None else torch.cat([p, product])
        return sums[-1] + self.last @ p


def symbolic(work, arrays):
    """PDE-Net 2.0 with pseudo-upwinding, Euler steps, Huber penalties."""
    samples, (n, m), components = work["samples"], work["grid"], work["components"]
    steps, interval, products = work["steps"], work["interval"], work["products"]
    frames, moments, weights = [torch.from_numpy(array) for array in arrays]
    frames = frames.reshape(steps + 1, samples, components, n, m)
    weights = weights.reshape(components, -1)
    orders = derivatives(work["maxOrder"])
    filters = Filters(orders, work["size"], work["accuracy"], work["spacing"])
    first = [orders.index((1, 0)), orders.index((0, 1))]
    count = len(orders)
    inputs = components * count
    units = torch.from_numpy(units_of(work["channels"], work["rates"], products))
    rates = torch.tensor(work["rates"], dtype=torch.float64)[:, None, None]
    moments.requires_grad_()
    weights.requires_grad_()

    def nets(own):
        return [Net(net, inputs, products) for net in own * units]

    def rate(u, kernels, functions, constants):
        fields = seen(u.reshape(-1, n, m), kernels).view(samples, components, -1, n, m)
        leaning = fields.detach()[:, :, :count].permute(1, 2, 0, 3, 4).reshape(inputs, -1)
        leaning.requires_grad_()
        channels = []
        for c, function in enumerate(constants):
            (slopes,) = torch.autograd.grad(function(leaning).sum(), leaning)
            own = [fields[:, c, i] for i in range(count)]
            for axis, i in enumerate(first):
                stays = slopes[c * count + i].view(samples, n, m) > 0
                own[i] = torch.where(stays, own[i], fields[:, c, count + axis])
            channels += own
        x = torch.stack(channels).reshape(inputs, -1)
        values = torch.stack([function(x) for function in functions])
        return values.view(components, samples, n, m).transpose(0, 1)

    def loss():
        kernels = filters.kernels(moments)
        mirrors = [-kernels[i].flip(axis) for axis, i in enumerate(first)]
        kernels = torch.cat([kernels, torch.stack(mirrors)])
        functions, constants = nets(weights), nets(weights.detach())
        u = frames[0]
        total = 0
        for step in range(steps):
            u = u + interval * rate(u, kernels, functions, constants)
            total = total + (((u - frames[step + 1]) / (interval * rates)) ** 2).mean()
        sparse = work["sparsity"] * huber(weights, 1e-3)
        return total + steps * (sparse + work["momentSparsity"] * huber(moments, 1e-2))

    return loss, (moments, weights)


def units_of(channels, rates, products):
    """What weights are multiplied with, so that a net sees x / s and answers F / tau."""
    inverse = 1 / np.array(channels, float)
    rows = []
    for rate in rates:
        row = []
        for k in range(products):
            row += [inverse, np.ones(k), inverse, np.ones(k), np.ones(2)]
        row += [rate * inverse, np.full(products + 1, rate)]
        rows.append(np.concatenate(row))
    return np.stack(rows)


def linear(work, arrays):
    """PDE-Net 1.0: an averaging filter carries, coefficients depend on place, the last step counts."""
    samples, (n, m) = work["samples"], work["grid"]
    steps, interval, size = work["steps"], work["interval"], work["size"]
    start, target, origins, moments, carrier, nodes = [torch.from_numpy(array) for array in arrays]
    start, target = start.reshape(samples, n, m), target.reshape(samples, n, m)
    orders = derivatives(work["maxOrder"])
    filters = Filters(orders, size, work["accuracy"], work["spacing"])
    average = Filters([(0, 0)], size, work["accuracy"], work["spacing"])
    along = []
    for axis, length in enumerate((n, m)):
        places = origins.reshape(samples, 2).numpy()[:, axis, None]
        places = places + work["spacing"][axis] * np.arange(length)
        along.append(interpolation(places, work["lengths"][axis], work["cells"], work["degree"]))
    count = work["cells"] * work["degree"] + 1
    nodes = nodes.reshape(len(orders), count, count)
    variance = start.var(unbiased=False)
    parameters = (moments, carrier, nodes)
    for parameter in parameters:
        parameter.requires_grad_()

    def loss():
        kernels = torch.cat([filters.kernels(moments), average.kernels(carrier)])
        half = torch.einsum("sxi,oij->soxj", along[0], nodes)
        coefficients = torch.einsum("soxj,syj->soxy", half, along[1])
        u = start
        for _ in range(steps):
            fields = seen(u, kernels)
            u = fields[:, -1] + interval * (coefficients * fields[:, :-1]).sum(1)
        return ((u - target) ** 2).mean() / variance

    return loss, parameters


def interpolation(places, length, cells, degree):
    """Matrices [sample, place, node] of piecewise polynomials on a mesh of [0, length]."""
    scaled = np.clip(places, 0, length) * (cells / length)
    cell = np.clip(np.floor(scaled), 0, cells - 1)
    local = (scaled - cell) * degree
    matrix = torch.zeros(*places.shape, cells * degree + 1, dtype=torch.float64)
    for j in range(degree + 1):
        others = [r for r in range(degree + 1) if r != j]
        values = np.prod([(local - r) / (j - r) for r in others], 0)
        index = torch.from_numpy((cell * degree + j).astype(np.int64))[..., None]
        matrix.scatter_(2, index, torch.from_numpy(values)[..., None])
    return matrix


def load(work, arrays):
    loss, parameters = (symbolic if work["kind"] == "symbolic" else linear)(work, arrays)

    def run():
        value = loss()
        return value, torch.autograd.grad(value, parameters)

    def parts(result):
        value, gradients = result
        return [value.item(), *(gradient.numpy() for gradient in gradients)]

    return run, parts


serve({"name": f"PyTorch {torch.__version__}"}, load)
