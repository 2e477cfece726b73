"""PyTorch on the processor. What is timed:
forward          F.pad with mode "circular", then conv1d, conv2d or conv3d, without a tape
input gradient   torch.autograd.grad of that to its input alone: transposed convolution and folding of the padding
filter gradient  torch.autograd.grad to the filter alone, on the input padded before
activation       torch.nn.functional, gelu in its tanh form; its gradient by torch.autograd.grad
update           torch.optim.Adam.step"""

import os

import torch
import torch.nn.functional as functional
from serve import serve

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def tensors(work, arrays):
    kind = torch.float64 if work["precision"] == "float64" else torch.float32
    return [torch.from_numpy(array).to(kind) for array in arrays]


def single(result):
    return (result.detach().numpy(),)


def convolution(work, arrays):
    first, second = tensors(work, arrays)
    grid, window, groups = work["grid"], work["window"], work["groups"]
    u_shape = [work["samples"], groups * work["inputs"]] + grid
    y_shape = [work["samples"], groups * work["outputs"]] + grid
    q_shape = [groups * work["outputs"], work["inputs"]] + window
    conv = [functional.conv1d, functional.conv2d, functional.conv3d][len(grid) - 1]
    pads = []
    for length in reversed(window):
        pads += [(length - 1) // 2, length // 2]

    def forward(u, q):
        return conv(functional.pad(u, pads, mode="circular"), q, groups=groups)

    if work["direction"] == "forward":
        u, q = first.reshape(u_shape), second.reshape(q_shape)

        def run():
            with torch.no_grad():
                return forward(u, q)

        return run, single
    if work["direction"] == "input gradient":
        u, q, g = torch.zeros(u_shape, dtype=first.dtype), second.reshape(q_shape), first.reshape(y_shape)
        return gradient(forward(u.requires_grad_(), q), u, g)
    u, q, g = first.reshape(u_shape), torch.zeros(q_shape, dtype=first.dtype), second.reshape(y_shape)
    return gradient(forward(u, q.requires_grad_()), q, g)


def gradient(y, x, g):
    return lambda: torch.autograd.grad(y, x, g, retain_graph=True)[0], single


ACTIVATIONS = {
    "relu": functional.relu,
    "tanh": torch.tanh,
    "gelu": lambda x: functional.gelu(x, approximate="tanh"),
}


def activation(work, arrays):
    x, g = tensors(work, arrays)
    f = ACTIVATIONS[work["activation"]]
    if work["direction"] == "forward":
        return lambda: f(x), single
    x.requires_grad_()
    return gradient(f(x), x, g)


def update(work, arrays):
    parameters, g = tensors(work, arrays)
    parameters.requires_grad_()
    parameters.grad = g
    adam = torch.optim.Adam([parameters], lr=1e-3, betas=(0.9, 0.999), eps=1e-8)

    def run():
        adam.step()
        return parameters

    return run, single


def load(work, arrays):
    if work["kind"] == "activation":
        return activation(work, arrays)
    return (update if work["kind"] == "update" else convolution)(work, arrays)


serve({"name": f"PyTorch {torch.__version__}"}, load)
