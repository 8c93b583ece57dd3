/** Convolutional parts of a graph on blocked channels, ONNX Runtime's layout for its fastest kernels. */
export { blockChannels } from './block-channels.ts';
