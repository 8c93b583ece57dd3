"""A network that does not learn, as Keras 3 users write it: `netwright diagnose` finds out why.

Writes fuel.keras beside itself. Needs Keras 3.15 with any backend; the file is stored, so nobody has to run this.
"""
from pathlib import Path

import keras

keras.utils.set_random_seed(0)

model = keras.Sequential([
    keras.Input((9,)),
    keras.layers.Dense(32, activation="relu", name="hidden"),
    keras.layers.Dense(32, activation="relu", name="hidden_2"),
    keras.layers.Dense(1, activation="sigmoid", name="miles_per_gallon"),
])
model.compile(loss="mse", optimizer=keras.optimizers.Adam(1e-3))
# model.fit(x, y, batch_size=32, epochs=20)

model.save(Path(__file__).with_name("fuel.keras"))
