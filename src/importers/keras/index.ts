/** Reads models that Keras 2 or 3 wrote, and what those of TensorFlow.js share with them. */
export { activationNames } from './activations.ts';
export { kerasTraining } from './keras-training.ts';
export { kerasLayers } from './layers/index.ts';
export { importKeras, openDescription, openKeras, parseJson } from './open-keras.ts';
export { isObject, type JsonObject } from './options.ts';
export { type NamedWeight, weightsByLayer } from './stored-weights.ts';
