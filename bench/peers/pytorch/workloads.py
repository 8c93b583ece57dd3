"""The networks of the benchmark, their data, and the ways of running them that PyTorch offers."""

import torch
import torch.nn.functional as F
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


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions with batch norm and a way around them, which a 1x1 convolution takes where sizes change."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
            nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
        )
        self.shortcut = nn.Identity()
        if stride > 1:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.shortcut(x) + self.body(x), inplace=True)


def resnet():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(inplace=True),
        ResidualBlock(16, 16, 1),
        ResidualBlock(16, 32, 2),
        ResidualBlock(32, 64, 2),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )


class Block(nn.Module):
    """A block of a transformer, normalised before each part."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.projection = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.dense = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x):
        parts = self.projection(self.attention_norm(x)).chunk(3, dim=2)
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in parts)
        found = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.output(found.transpose(1, 2).flatten(2))
        return x + self.dense(x)


class Gpt(nn.Module):
    def __init__(self, vocabulary, width, heads, tokens, blocks):
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Parameter(torch.randn(tokens, width))
        self.blocks = nn.Sequential(*(Block(width, heads) for _ in range(blocks)))
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, vocabulary))

    def forward(self, tokens):
        return self.head(self.blocks(self.words(tokens) + self.places)).flatten(0, 1)


# name: (shape of an input without the batch, batch, classes, network)
WORKLOADS = {
    "mlp-tiny": ((8,), 32, 2, lambda: mlp(8, 32, 32, 2)),  # 1 410 parameters
    "mlp-small": ((784,), 128, 10, lambda: mlp(784, 256, 128, 10)),  # 235 146
    "mlp-wide": ((784,), 128, 10, lambda: mlp(784, 2000, 1600, 10)),  # 4 787 610
    "conv-small": ((1, 28, 28), 32, 10, lambda: conv_net(1, 28, [16, 32])),  # 206 922
    "conv-medium": ((3, 32, 32), 32, 10, lambda: conv_net(3, 32, [64, 64, 128])),  # 376 138
    "conv-single": ((3, 32, 32), 1, 10, lambda: conv_net(3, 32, [64, 64, 128])),  # 376 138
    "resnet": ((3, 32, 32), 32, 10, resnet),  # 78 042
    "gpt": ((64,), 16, 256, lambda: Gpt(256, 128, 4, 64, 2)),  # 470 528
}

# Those that take indices below the number of classes, and predict one for each of them.
OF_TOKENS = {"gpt"}

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
        if workload in OF_TOKENS:
            self.inputs = torch.randint(classes, (batch, *shape))
            self.labels = torch.randint(classes, (batch * shape[0],))
        else:
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
