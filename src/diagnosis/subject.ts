import type { Dataset } from '../data/index.ts';
import type { Network } from '../nn/index.ts';
import type { Design } from './design.ts';
import { weightedLayers } from './network/layer-chain.ts';
import { type DiagnosisTask, readTask } from './task.ts';

/** What a diagnosis is about: a training as its author wrote it, and the data it is made on. */
export interface Subject {
  readonly design: Design;
  readonly train: Dataset;
  /** Undefined where the data bring none: then the training samples are what is scored. */
  readonly validation: Dataset | undefined;
  /** What its author writes networks in, and reads patches in; all of them where it is not known. */
  readonly writtenIn?: 'keras' | 'pytorch' | 'netwright';
  /** The network with first weights drawn anew, as its author's framework draws them. */
  readonly reinitialize: (seed: number) => Network;
}

/** Numbers a sample that a network puts out. */
export function outputWidth({ graph }: Network): number {
  return graph.outputs[0]!.shape.slice(1).reduce<number>((count, size) => count * (size as number), 1);
}

/** What the subject's targets ask for. */
export function taskOf({ design: { network, recipe }, train }: Subject): DiagnosisTask {
  return readTask(train, recipe.loss, outputWidth(network));
}

/** The network's last weighted layer, where its output comes from one. */
export function lastLayer(network: Network) {
  return weightedLayers(network).findLast((layer) => layer.isLast);
}
