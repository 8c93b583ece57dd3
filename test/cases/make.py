"""Writes the cases of this folder and what Keras reaches with and without their fault: python3 make.py [ID ...]"""
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import initializers as I
from keras import layers as L
from keras import optimizers as O

here = os.path.dirname(os.path.abspath(__file__))
SEEDS = (0, 1, 2)


def random():
    return np.random.default_rng(11)


def one_hot(classes, count):
    return np.eye(count, dtype="float32")[classes]


def split(x, y, share=0.75):
    """Training and validation samples; numbers are rounded to 1/64, which packs well."""
    x, y = np.round(np.asarray(x) * 64) / 64, np.asarray(y)
    cut = int(len(x) * share)
    order = random().permutation(len(x))
    x, y = x[order].astype("float32"), y[order].astype("float32")
    return {"x_train": x[:cut], "y_train": y[:cut], "x_val": x[cut:], "y_val": y[cut:]}


# Data


def blobs(count=5, width=6, samples=600, spread=0.8):
    r = random()
    classes = r.integers(0, count, samples)
    return split(r.normal(0, 1.6, (count, width))[classes] + r.normal(0, spread, (samples, width)), one_hot(classes, count))


def few_points(samples=12, width=3):
    """Few samples to be learned by heart: they are validation too."""
    r = random()
    x = np.round(r.normal(0, 1, (samples, width)) * 64) / 64
    y = np.sin(2 * x.sum(1, keepdims=True))
    x, y = x.astype("float32"), y.astype("float32")
    return {"x_train": x, "y_train": y, "x_val": x, "y_val": y}


def spirals(samples=750, arms=3):
    r = random()
    classes = r.integers(0, arms, samples)
    radius = r.uniform(0.15, 1, samples)
    angle = radius * 4 + classes * 2 * np.pi / arms + r.normal(0, 0.12, samples)
    return split(np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1) * 2, one_hot(classes, arms))


def gauges(samples=480, width=7):
    """A smooth function of a few of several gauges."""
    r = random()
    x = r.normal(0, 1, (samples, width))
    y = x[:, 0] * 0.9 - np.sin(2 * x[:, 1]) + 0.5 * x[:, 2] * x[:, 3] + r.normal(0, 0.05, samples)
    return split(x, y[:, None])


def rings(samples=600, width=8):
    """Inside or outside of a shell."""
    r = random()
    x = r.normal(0, 1, (samples, width))
    inside = np.linalg.norm(x[:, :4], axis=1) < 1.85
    return split(x, inside[:, None])


def stripes(samples=480, size=8, count=4):
    """Small images of stripes: which way they run."""
    r = random()
    classes = r.integers(0, count, samples)
    rows, columns = np.mgrid[0:size, 0:size]
    angle = classes * np.pi / count + r.normal(0, 0.1, samples)
    wave = np.cos(angle)[:, None, None] * rows + np.sin(angle)[:, None, None] * columns
    images = np.sin(wave * 1.6 + r.uniform(0, 6.28, samples)[:, None, None]) + r.normal(0, 0.5, (samples, size, size))
    images = np.round(images * 4) / 4
    return split(images[..., None], one_hot(classes, count))


def tones(samples=420, steps=24, count=3):
    """Sequences of one of some pitches, in any phase."""
    r = random()
    classes = r.integers(0, count, samples)
    time = np.arange(steps)
    x = np.sin((0.5 + 0.35 * classes)[:, None] * time + r.uniform(0, 6.28, (samples, 1))) + r.normal(0, 0.35, (samples, steps))
    return split((np.round(x * 8) / 8)[..., None], one_hot(classes, count))


def surface(samples=500):
    r = random()
    x = r.uniform(-2, 2, (samples, 2))
    return split(x, (np.sin(1.5 * x[:, :1]) * np.cos(x[:, 1:]) + 0.3 * x[:, :1]))


def recall(samples=480, steps=10):
    """Whether the first and the third number of a sequence have the same sign: something to remember."""
    r = random()
    x = r.normal(0, 1, (samples, steps, 1))
    x[:, [0, 2]] += np.sign(x[:, [0, 2]]) * 0.5
    return split(x, (x[:, 0] * x[:, 2] > 0))


def tags(samples=600, width=10, count=4):
    r = random()
    x = r.normal(0, 1, (samples, width))
    y = x @ r.normal(0, 1, (width, count)) + 0.5 * x[:, :1] ** 2 > 0.8
    return split(x, y)


def prices(samples=520):
    """Numbers on very different scales that say something about one between -3 and 3."""
    r = random()
    z = r.uniform(-1.7, 1.7, (samples, 4))
    y = np.sin(2 * z[:, 0]) + z[:, 1] * z[:, 2] * 0.6 + 0.5 * z[:, 3]
    return split(z * [900, 40, 250, 4] + [1500, 300, 5, 60], y[:, None])


# Networks


def network(layers, shape, loss, optimizer="adam"):
    model = keras.Sequential([L.Input(shape), *layers])
    model.compile(loss=loss, optimizer=optimizer)
    return model


def dense(*widths, activation="relu", **options):
    return [L.Dense(width, activation=activation, **options) for width in widths]


def classifier(width, hidden=(32, 32), count=5, optimizer="adam"):
    return network([*dense(*hidden), L.Dense(count, activation="softmax")], (width,), "categorical_crossentropy", optimizer)


def small_convolution(optimizer="adam", normalized=False):
    norm = [L.BatchNormalization()] if normalized else []
    layers = [L.Conv2D(8, 3, padding="same"), *norm, L.ReLU(), L.MaxPooling2D(), L.Conv2D(12, 3), L.ReLU()]
    layers += [L.GlobalAveragePooling2D(), L.Dense(4, activation="softmax")]
    return network(layers, (8, 8, 1), "categorical_crossentropy", optimizer)


def tone_network(optimizer):
    layers = [L.Conv1D(12, 5, activation="relu"), L.MaxPooling1D(2), L.Conv1D(12, 3, activation="relu")]
    return network(
        [*layers, L.GlobalMaxPooling1D(), L.Dense(3, activation="softmax")], (24, 1), "categorical_crossentropy", optimizer
    )


def dropped(rate):
    layers = [L.Dense(24, activation="relu"), L.Dropout(rate), L.Dense(24, activation="relu"), L.Dropout(rate)]
    return network([*layers, L.Dense(1, activation="sigmoid")], (8,), "binary_crossentropy", O.Adam(3e-3))


def normalized_deep(normalized, deviation):
    """First weights of a deviation of their own, and batch normalisation, which scales their signal up again."""
    layers = []
    for _ in range(4):
        first = "he_normal" if deviation is None else I.RandomNormal(stddev=deviation)
        layers.append(L.Dense(24, kernel_initializer=first))
        if normalized:
            layers.append(L.BatchNormalization(momentum=0.9))
        layers.append(L.ReLU())
    return network([*layers, L.Dense(1)], (3,), "mse", O.Adam(3e-3))


def remember(rate):
    return network([L.LSTM(16), L.Dense(1, activation="sigmoid")], (10, 1), "binary_crossentropy", O.Adam(rate))


def residual():
    x = inputs = L.Input((7,))
    x = L.Dense(24, activation="relu")(x)
    for _ in range(2):
        x = L.add([x, L.Dense(24, activation="relu")(x)])
    model = keras.Model(inputs, L.Dense(1)(x))
    model.compile(loss="mse", optimizer=O.Adam(3e-3))
    return model


# Faults of data


def shuffled_labels(data):
    return {**data, "y_train": random().permutation(data["y_train"])}


def renumbered_validation(data):
    return {**data, "y_val": np.roll(data["y_val"], 1, axis=1)}


def raw_validation(data):
    """Training inputs were standardised, those of validation were not."""
    width = data["x_val"].shape[1]
    scale, shift = np.linspace(2, 14, width), np.linspace(3, 30, width)
    return {**data, "x_val": (data["x_val"] * scale + shift).astype("float32")}


def noisy_labels(data, share=0.42):
    y = data["y_train"].copy()
    wrong = random().random(len(y)) < share
    y[wrong] = 1 - y[wrong]
    return {**data, "y_train": y}


def standardized(data):
    mean, deviation = data["x_train"].mean(0), data["x_train"].std(0)
    return {name: (value - mean) / deviation if name[0] == "x" else value for name, value in data.items()}


def coin_flips(data):
    return {name: random().permutation(value) if name[0] == "y" else value for name, value in data.items()}


def case(task, verdict, families, labels, fix, data, model, fit, fixed_data=None, fixed_model=None, fixed_fit=None, notes=""):
    """One case: `fit` is (batch size, epochs); what `fixed_…` leaves out is as in the case itself."""
    return locals()


def relu_regression(bias=0.0, sizes=(32, 32)):
    layers = dense(*sizes, bias_initializer=I.Constant(bias))
    return network([*layers, L.Dense(1)], (2,), "mse", O.Adam(3e-3))


decaying = lambda: O.Adam(O.schedules.ExponentialDecay(3e-3, decay_steps=4, decay_rate=0.4))

CASES = {
    "blobs-labels-shuffled": case(
        "multiclass", "confirmed", ["data"], ["labels:shuffled"], "labels in the order of their inputs",
        shuffled_labels(blobs()), lambda: classifier(6), (32, 40), fixed_data=blobs(),
    ),
    "spirals-validation-renumbered": case(
        "multiclass", "confirmed", ["data"], ["labels:mapped-differently-in-validation"], "one mapping of class names to numbers",
        renumbered_validation(spirals()), lambda: classifier(2, (48, 48), 3, O.Adam(3e-3)), (32, 60), fixed_data=spirals(),
    ),
    "gauges-validation-raw": case(
        "reg", "confirmed", ["data"], ["validation:not-standardised"], "the same preparation of both parts",
        raw_validation(gauges()), residual, (32, 60), fixed_data=gauges(),
    ),
    "rings-noisy-labels": case(
        "binary", "confirmed", ["data"], ["labels:noise-42%"], "right labels",
        noisy_labels(rings()), lambda: dropped(0.0), (32, 60), fixed_data=rings(),
    ),
    "stripes-slow-descent": case(
        "multiclass", "confirmed", ["learning-rate", "optimizer"], ["opt:sgd", "lr:1e-4"], "Adam at 3e-3",
        stripes(), lambda: small_convolution(O.SGD(1e-4)), (32, 25), fixed_model=lambda: small_convolution(O.Adam(3e-3)),
    ),
    "stripes-whole-batch": case(
        "multiclass", "confirmed", ["batch-size", "epochs"], ["batch:whole-set", "epochs:12"], "batches of 32",
        stripes(), lambda: small_convolution(O.Adam(3e-3)), (360, 12), fixed_fit=(32, 12),
    ),
    "tones-rate-decays": case(
        "multiclass", "confirmed", ["schedule"], ["schedule:exponential-decay-per-step"], "constant rate",
        tones(), lambda: tone_network(decaying()), (32, 30), fixed_model=lambda: tone_network(O.Adam(3e-3)),
    ),
    "rings-dropout": case(
        "binary", "confirmed", ["regularization"], ["dropout:0.93"], "no dropout",
        rings(), lambda: dropped(0.93), (32, 60), fixed_model=lambda: dropped(0.0),
    ),
    "surface-dead-units": case(
        "reg", "confirmed", ["initialization"], ["bias:-6"], "biases of 0",
        surface(), lambda: relu_regression(-6.0), (32, 80), fixed_model=relu_regression,
    ),
    "surface-one-unit": case(
        "reg", "confirmed", ["capacity"], ["units:1"], "32 units a layer",
        surface(), lambda: relu_regression(0.0, (1, 1)), (32, 80), fixed_model=relu_regression,
    ),
    "points-weights-behind-norm": case(
        "reg", "confirmed", ["batch-normalization", "initialization"], ["bn:batches-of-2", "init:normal-1e-4"],
        "no batch norm, variance scaling",
        few_points(), lambda: normalized_deep(True, 1e-4), (2, 200), fixed_model=lambda: normalized_deep(False, None),
    ),
    "prices-raw-sigmoid": case(
        "reg", "confirmed", ["input-scaling", "output-activation"], ["inputs:raw", "out_act:sigmoid"],
        "standardised inputs, linear output",
        prices(), lambda: network([*dense(32, 32), L.Dense(1, activation="sigmoid")], (4,), "mse", O.Adam(3e-3)), (32, 80),
        fixed_data=standardized(prices()), fixed_model=lambda: network([*dense(32, 32), L.Dense(1)], (4,), "mse", O.Adam(3e-3)),
    ),
    "recall-rate-too-high": case(
        "binary", "confirmed", ["learning-rate"], ["lr:1.0"], "Adam at 0.01",
        recall(), lambda: remember(1.0), (32, 40), fixed_model=lambda: remember(1e-2),
    ),
    "tags-softmax": case(
        "multilabel", "confirmed", ["loss", "output-activation"], ["out_act:softmax", "loss:cce"],
        "sigmoid and binary cross-entropy",
        tags(), lambda: network([*dense(48), L.Dense(4, activation="softmax")], (10,), "categorical_crossentropy", O.Adam(3e-3)),
        (32, 40), fixed_model=lambda: network([*dense(48), L.Dense(4, activation="sigmoid")], (10,), "binary_crossentropy", O.Adam(3e-3)),
    ),
    "control-stripes": case(
        "multiclass", "control", [], [], "none", stripes(), lambda: small_convolution(O.Adam(3e-3), True), (32, 25),
    ),
    "control-gauges": case("reg", "control", [], [], "none", gauges(), residual, (32, 60)),
    "control-coin-flips": case(
        "binary", "no-signal control", ["data"], ["labels:random"], "none", coin_flips(rings()), lambda: dropped(0.0), (32, 40),
    ),
}


def score(task, outputs, targets):
    if task == "reg":
        return 1 - ((outputs - targets) ** 2).sum() / ((targets - targets.mean(0)) ** 2).sum()
    if task == "multiclass":
        return (outputs.argmax(1) == targets.argmax(1)).mean()
    return ((outputs > 0.5) == (targets > 0.5)).all(axis=1).mean()


def train(task, data, build, fit, seed):
    keras.utils.set_random_seed(seed)
    model = build()
    model.fit(data["x_train"], data["y_train"], batch_size=fit[0], epochs=fit[1], verbose=0)
    value = score(task, model.predict(data["x_val"], verbose=0), data["y_val"])
    return round(float(np.nan_to_num(value, nan=-1e9)), 4)


def write(name, c):
    folder = os.path.join(here, name)
    os.makedirs(folder, exist_ok=True)
    keras.utils.set_random_seed(0)
    c["model"]().save(os.path.join(folder, "model.keras"))
    np.savez_compressed(os.path.join(folder, "data.npz"), **{key: value.astype("float32") for key, value in c["data"].items()})
    fixed = [c[f"fixed_{part}"] if c[f"fixed_{part}"] is not None else c[part] for part in ("data", "model", "fit")]
    content = {
        "id": name,
        "source": "made by make.py",
        "fit": {"batchSize": c["fit"][0], "epochs": c["fit"][1], "shuffle": True},
        "task": c["task"],
        "metric": "R2(val)" if c["task"] == "reg" else "accuracy(val)",
        "verdict": c["verdict"],
        "labels": c["labels"],
        "families": c["families"],
        "expectedFix": c["fix"],
        "scoreAsIs": [train(c["task"], c["data"], c["model"], c["fit"], seed) for seed in SEEDS],
        "scoreFixed": [train(c["task"], *fixed, seed) for seed in SEEDS],
        "notes": c["notes"],
    }
    with open(os.path.join(folder, "case.json"), "w") as file:
        json.dump(content, file, indent=1)
        file.write("\n")
    size = sum(os.path.getsize(os.path.join(folder, file)) for file in os.listdir(folder))
    print(name, content["scoreAsIs"], content["scoreFixed"], f"{size // 1024} kB", flush=True)


for name in sys.argv[1:] or CASES:
    write(name, CASES[name])
