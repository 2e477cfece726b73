"""PyTorch on the processor: torch.nn.Sequential of ConvNd with padding_mode "circular" or Linear, and ReLU;
a run is forward, mse_loss, backward, torch.optim.Adam.step, and the loss as a number."""

import os

import torch
from serve import serve
from torch import nn

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def layer(work, inputs, outputs):
    window = work["window"]
    if not window:
        return nn.Linear(inputs, outputs)
    conv = [nn.Conv1d, nn.Conv2d, nn.Conv3d][len(window) - 1]
    padding = [(length - 1) // 2 for length in window]
    return conv(inputs, outputs, window, padding=padding, padding_mode="circular")


def load(work, arrays):
    kind = torch.float64 if work["precision"] == "float64" else torch.float32
    channels = work["channels"]
    layers = []
    for inputs, outputs in zip(channels, channels[1:]):
        layers += [layer(work, inputs, outputs), nn.ReLU()]
    network = nn.Sequential(*layers[:-1]).to(kind)
    x, target, *start = [torch.from_numpy(array).to(kind) for array in arrays]
    x = x.reshape([work["samples"], channels[0]] + work["grid"])
    target = target.reshape([work["samples"], channels[-1]] + work["grid"])
    with torch.no_grad():
        for parameter, values in zip(network.parameters(), start):
            parameter.copy_(values.reshape(parameter.shape))
    adam = work["adam"]
    decays = (adam["decayOfMean"], adam["decayOfSquare"])
    optimizer = torch.optim.Adam(network.parameters(), adam["learningRate"], decays, adam["epsilon"])
    losses = []

    def run():
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.mse_loss(network(x), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        return losses

    return run, lambda all_losses: (all_losses,)


serve({"name": f"PyTorch {torch.__version__}"}, load)
