import { elementCount } from '../../core/index.ts';
import type { Dataset, Field } from '../../data/browser.ts';
import { type EventFileWriter, encodeValueImage } from '../../records/index.ts';
import type { TrainingState } from '../events.ts';

/** Samples that are shown, and channels of each where they are no colours. */
const mostSamples = 3;
const mostChannels = 8;

/** How a field's numbers make a picture. */
interface PictureForm {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly channelsFirst: boolean;
}

interface Range {
  readonly black: number;
  readonly white: number;
}

/**
 * Writes the first samples of a dataset as pictures where they are images: inputs and targets once, outputs and errors each
 * time. What is black and what is white is settled by the first pictures and stays, so that those of different steps can be
 * compared.
 */
export class SampleLog {
  readonly #samples: Dataset;
  readonly #input: PictureForm | undefined;
  readonly #target: PictureForm | undefined;
  #targets: Float32Array | undefined;
  #targetRange: Range = { black: 0, white: 1 };

  constructor(dataset: Dataset) {
    const count = Math.min(mostSamples, dataset.length);
    this.#samples = dataset.subset(Uint32Array.from({ length: count }, (_, index) => index));
    this.#input = inputForm(dataset);
    this.#target = targetForm(dataset, this.#input);
  }

  /** Whether there is anything to show as the network changes. */
  get hasOutputs(): boolean {
    return this.#target !== undefined;
  }

  /** Inputs and targets. */
  begin(writer: EventFileWriter, step: number): void {
    const { inputs, target } = this.#samples;
    if (this.#input === undefined) return;
    const values = this.#valuesOf(inputs[0]!);
    this.#write(writer, 'input', values, this.#input, rangeOf(values), step);
    if (this.#target === undefined) return;
    this.#targets = this.#valuesOf(target!);
    this.#targetRange = rangeOf(this.#targets);
    this.#write(writer, 'target', this.#targets, this.#target, this.#targetRange, step);
  }

  /** What the network makes of the inputs now, and how far that is from the targets. */
  async outputs(writer: EventFileWriter, state: TrainingState): Promise<void> {
    const { data } = await state.predict(this.#samples);
    const form = this.#target;
    const targets = this.#targets;
    if (form === undefined || targets === undefined || data.length !== targets.length) return;
    const { black, white } = this.#targetRange;
    this.#write(writer, 'output', data, form, this.#targetRange, state.step);
    const errors = data.map((value, index) => value - targets[index]!);
    this.#write(writer, 'error', errors, form, { black: black - white, white: white - black }, state.step);
  }

  #valuesOf({ name, shape }: Field): Float32Array {
    const { samples, indices } = { samples: this.#samples, indices: allOf(this.#samples) };
    const values = new Float32Array(samples.length * elementCount(shape));
    samples.gather(name, indices, values);
    return values;
  }

  #write(
    writer: EventFileWriter,
    what: string,
    values: Float32Array,
    form: PictureForm,
    range: Range,
    step: number,
  ): void {
    const size = values.length / this.#samples.length;
    for (let sample = 0; sample < this.#samples.length; sample++) {
      const tag = `sample/${sample}/${what}`;
      const encoded = pictures(values.subarray(sample * size, (sample + 1) * size), form).map((picture) =>
        encodeValueImage({ ...form, ...picture }, range),
      );
      const images = { width: form.width, height: form.height, images: encoded.map(({ png }) => png) };
      writer.image(tag, images, step, undefined, { description: describe(range) });
      if (what !== 'output' && what !== 'error') continue;
      const clipped = encoded.reduce((sum, { mapping }) => sum + mapping.clipped, 0) / encoded.length;
      writer.scalar(`sample_clipped/${sample}/${what}`, clipped, step);
    }
  }
}

const allOf = ({ length }: Dataset): Uint32Array => Uint32Array.from({ length }, (_, index) => index);

const describe = ({ black, white }: Range): string =>
  `Black is ${black}, white is ${white}, at every step; what lies outside is clipped, and its share is in the file's text chunk and, for outputs and errors, in the scalar of the same name below \`sample_clipped\`. Magenta is NaN or infinite.`;

/** Grey and colours are one picture; of other numbers of channels each is one. */
function pictures(values: Float32Array, { width, height, channels, channelsFirst }: PictureForm) {
  if (channels === 1 || channels === 3) return [{ values, channels: channels as 1 | 3 }];
  const pixels = width * height;
  return Array.from({ length: Math.min(channels, mostChannels) }, (_, channel) => ({
    channels: 1 as const,
    values: Float32Array.from({ length: pixels }, (_none, pixel) => {
      return values[channelsFirst ? channel * pixels + pixel : pixel * channels + channel]!;
    }),
  }));
}

function inputForm({ inputs, layout }: Dataset): PictureForm | undefined {
  const [first = 0, second = 0, third = 0] = inputs[0]!.shape;
  if (layout === 'NCHW') return { channels: first, height: second, width: third, channelsFirst: true };
  if (layout === 'NHWC') return { height: first, width: second, channels: third, channelsFirst: false };
  if (layout === 'NHW') return { height: first, width: second, channels: 1, channelsFirst: true };
  return undefined;
}

/** Targets are images where the inputs are, and where they are as large. */
function targetForm({ target }: Dataset, input: PictureForm | undefined): PictureForm | undefined {
  if (target === undefined || input === undefined) return undefined;
  const { width, height } = input;
  const [first = 0, second = 0, third = 0] = target.shape;
  const { length: rank } = target.shape;
  if (rank === 2 && first === height && second === width) return { width, height, channels: 1, channelsFirst: true };
  if (rank !== 3) return undefined;
  if (second === height && third === width) return { width, height, channels: first, channelsFirst: true };
  if (first === height && second === width) return { width, height, channels: third, channelsFirst: false };
  return undefined;
}

/** The usual ranges of images where the numbers are in them and make use of them; else from the smallest to the largest. */
function rangeOf(values: Float32Array): Range {
  let [black, white] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    black = Math.min(black, value);
    white = Math.max(white, value);
  }
  if (black > white) return { black: 0, white: 1 };
  if (black >= 0 && white <= 1) return { black: 0, white: 1 };
  if (black >= 0 && white <= 255 && white >= 128) return { black: 0, white: 255 };
  return black === white ? { black, white: black + 1 } : { black, white };
}
