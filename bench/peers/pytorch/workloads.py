"""The networks of the benchmark, their data, and the ways of running them that PyTorch offers."""

import torch
from torch import nn


def mlp(*widths):
    layers = []
    for inputs, outputs in zip(widths[:-1], widths[1:], strict=True):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def conv_net(channels, size, filters):
    """For each number of filters: 3x3 convolution, pads 1, ReLU, 2x2 max pool; then dense 128, ReLU, dense 10."""
    layers = []
    for count in filters:
        layers += [nn.Conv2d(channels, count, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        channels, size = count, size // 2
    return nn.Sequential(*layers, nn.Flatten(), *mlp(channels * size * size, 128, 10))


# name: (shape of an input without the batch, batch, classes, network)
WORKLOADS = {
    "mlp-tiny": ((8,), 32, 2, lambda: mlp(8, 32, 32, 2)),  # 1 410 parameters
    "mlp-small": ((784,), 128, 10, lambda: mlp(784, 256, 128, 10)),  # 235 146
    "mlp-wide": ((784,), 128, 10, lambda: mlp(784, 2000, 1600, 10)),  # 4 787 610
    "conv-small": ((1, 28, 28), 32, 10, lambda: conv_net(1, 28, [16, 32])),  # 206 922
    "conv-medium": ((3, 32, 32), 32, 10, lambda: conv_net(3, 32, [64, 64, 128])),  # 376 138
}

# name: (arguments of Adam, whether weights and images are stored channels last)
VARIANTS = {
    "default": ({}, False),
    "foreach": ({"foreach": True}, False),
    "fused": ({"fused": True}, False),
    "channels-last": ({}, True),
    "channels-last-fused": ({"fused": True}, True),
}


def variants_of(workload):
    """The variants that make sense for a workload: channels last needs images."""
    is_image = len(WORKLOADS[workload][0]) == 3
    return [name for name, (_, channels_last) in VARIANTS.items() if is_image or not channels_last]


class Subject:
    """A network with its data, ready to take training steps as users write them."""

    def __init__(self, workload, variant):
        shape, batch, classes, make_network = WORKLOADS[workload]
        self.adam_arguments, channels_last = VARIANTS[variant]
        torch.manual_seed(0)
        memory_format = torch.channels_last if channels_last else torch.contiguous_format
        self.network = make_network().to(memory_format=memory_format)
        self.inputs = torch.randn(batch, *shape).contiguous(memory_format=memory_format)
        self.labels = torch.randint(classes, (batch,))
        self.loss = nn.CrossEntropyLoss()
        self.parameters = sum(parameter.numel() for parameter in self.network.parameters())
        self.initial = {name: tensor.clone() for name, tensor in self.network.state_dict().items()}
        self.restart()

    def restart(self):
        """Back to the initial parameters: a network that has learned its batch by heart has unusual numbers."""
        self.network.load_state_dict(self.initial)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3, **self.adam_arguments)

    def step(self):
        self.optimizer.zero_grad()
        loss = self.loss(self.network(self.inputs), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss
