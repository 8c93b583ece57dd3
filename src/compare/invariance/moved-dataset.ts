import { DataError, formatShape } from '../../core/index.ts';
import type { Dataset, Field } from '../../data/browser.ts';
import { type ImageAxes, imageAxes, resample } from './resample.ts';
import type { Movement } from './transformations.ts';

/** A dataset whose images, those of its first input, are moved as they are gathered, in memory of one sample. */
export class MovedDataset implements Dataset {
  readonly source: string;
  readonly length: number;
  readonly inputs: readonly Field[];
  readonly target: Field | undefined;
  readonly classNames: readonly string[] | undefined;
  readonly layout: Dataset['layout'];
  readonly #dataset: Dataset;
  readonly #movements: readonly Movement[];
  readonly #axes: ImageAxes;

  /**
   * @param movements made one after the other
   * @throws DataError where the samples are no images
   */
  constructor(dataset: Dataset, movements: readonly Movement[]) {
    const [input] = dataset.inputs;
    const axes = imageAxes(input!.shape, dataset.layout);
    if (axes === undefined) {
      throw new DataError(
        `${dataset.source}: '${input!.name}' has samples of shape ${formatShape(input!.shape)}, expected images: [height, width], [channels, height, width] or [height, width, channels]`,
        { advice: 'Only images can be shifted, turned and scaled' },
      );
    }
    this.source = dataset.source;
    this.length = dataset.length;
    this.inputs = dataset.inputs;
    this.target = dataset.target;
    this.classNames = dataset.classNames;
    this.layout = dataset.layout;
    this.#dataset = dataset;
    this.#movements = movements;
    this.#axes = axes;
  }

  gather(field: string, indices: ArrayLike<number>, out: Float32Array | BigInt64Array): void {
    this.#dataset.gather(field, indices, out);
    if (field !== this.inputs[0]!.name || out instanceof BigInt64Array) return;
    const { channels, height, width } = this.#axes;
    const size = channels * height * width;
    const before = new Float32Array(size);
    for (let i = 0; i < indices.length; i++) {
      const image = out.subarray(i * size, (i + 1) * size);
      for (const movement of this.#movements) {
        before.set(image);
        resample(before, image, this.#axes, movement);
      }
    }
  }

  subset(indices: Uint32Array): Dataset {
    return new MovedDataset(this.#dataset.subset(indices), this.#movements);
  }
}
