import { RuntimeError } from '../core/index.ts';

const bytesPerFloat = 4;
const bytesPerPage = 65_536;
/** One page short of 4 GiB, so that the offset just past the last byte still fits in 32 bits. */
const mostPages = 65_535;
/** Elements to a cache line of 64 bytes: vectors start on one and are padded to whole ones. */
const lineLength = 16;

/** How many elements each vector of a {@link FlatMemory} has. */
export interface FlatMemoryLayout {
  /** Trainable parameters; the gradients and each slot of the optimizer have the same length. */
  readonly parameterCount: number;
  /** Number of vectors that the optimizer keeps, 2 for Adam. */
  readonly slots: number;
  /** Further vectors by name: running statistics, batches. */
  readonly regions?: Readonly<Record<string, number>>;
}

const paddedLength = (length: number): number => Math.ceil(length / lineLength) * lineLength;

/**
 * The float32 vectors of a training run in one WebAssembly memory: parameters, gradients, the optimizer's slots and named
 * regions. The SIMD kernels work on it in place, and ONNX Runtime takes the same views without a copy.
 *
 * All views stay valid for ever, since the memory never grows. Each begins at a multiple of 64 bytes and is padded with
 * zeros to a multiple of 16 elements; the padding is not part of the view. Everything is zero at first.
 *
 * @example
 * const memory = new FlatMemory({ parameterCount: 1410, slots: 2, regions: { input: 32 * 8 } });
 * memory.parameters.set(initial);
 */
export class FlatMemory {
  readonly memory: WebAssembly.Memory;
  /** The memory's buffer: every view lies on it. */
  readonly buffer: ArrayBuffer;
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly gradients: Float32Array<ArrayBuffer>;
  /** The optimizer's vectors, in the order of its slot names. */
  readonly slots: readonly Float32Array<ArrayBuffer>[];
  /** Bytes from the first parameter to the end of its padding, a multiple of 64; the same for gradients and slots. */
  readonly paddedByteLength: number;
  readonly #regions: ReadonlyMap<string, Float32Array<ArrayBuffer>>;

  /** Throws RuntimeError where the vectors do not fit in 4 GiB or the machine cannot give that much. */
  constructor({ parameterCount, slots, regions = {} }: FlatMemoryLayout) {
    const named = Object.entries(regions);
    const lengths = [...Array.from({ length: 2 + slots }, () => parameterCount), ...named.map(([, length]) => length)];
    const totalBytes = lengths.reduce((total, length) => total + paddedLength(length) * bytesPerFloat, 0);
    this.memory = allocate(totalBytes, `${parameterCount} parameters, as many gradients, ${slots} optimizer slots`);
    // Without a growth there is one buffer for ever; it is not shared, since onnxruntime refuses shared ones.
    this.buffer = this.memory.buffer as ArrayBuffer;
    this.paddedByteLength = paddedLength(parameterCount) * bytesPerFloat;

    let byteOffset = 0;
    const next = (length: number): Float32Array<ArrayBuffer> => {
      const view = new Float32Array(this.buffer, byteOffset, length);
      byteOffset += paddedLength(length) * bytesPerFloat;
      return view;
    };
    this.parameters = next(parameterCount);
    this.gradients = next(parameterCount);
    this.slots = Array.from({ length: slots }, () => next(parameterCount));
    this.#regions = new Map(named.map(([name, length]) => [name, next(length)]));
  }

  /** A named region. Throws RuntimeError where the layout has none of that name. */
  region(name: string): Float32Array<ArrayBuffer> {
    const view = this.#regions.get(name);
    if (view === undefined) {
      const known = [...this.#regions.keys()].map((key) => `'${key}'`).join(', ') || 'none';
      throw new RuntimeError(`the flat memory has no region '${name}': its regions are ${known}`);
    }
    return view;
  }
}

function allocate(totalBytes: number, contents: string): WebAssembly.Memory {
  // The kernels ask for at least one page.
  const pages = Math.max(1, Math.ceil(totalBytes / bytesPerPage));
  const size = `${(totalBytes / 2 ** 30).toFixed(2)} GiB of training state (${contents} and the batch, in float32)`;
  if (pages > mostPages) {
    throw new RuntimeError(`${size} do not fit in one WebAssembly memory, which holds at most 4 GiB`, {
      advice: 'Use a smaller network, or an optimizer that keeps less state',
    });
  }
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    throw new RuntimeError(`this machine could not allocate ${size}`, {
      cause,
      advice: 'Free memory, or use a smaller network or batch',
    });
  }
}
