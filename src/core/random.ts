/**
 * Counter-based random numbers: every draw is a pure function of (seed, stream, index), so that a run can be resumed at
 * any point and repeats bit for bit. The generator is Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy
 * as 1, 2, 3", SC 2011), checked against the authors' known answers.
 */

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/** The upper 32 bits of a 64-bit product. Only 32-bit integers occur, so that engines need no floating point. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const left = Math.imul(aHigh, bLow);
  const right = Math.imul(aLow, bHigh);
  const carry = (left & 0xffff) + (right & 0xffff) + (Math.imul(aLow, bLow) >>> 16);
  return Math.imul(aHigh, bHigh) + (left >>> 16) + (right >>> 16) + (carry >>> 16);
}

/** One Philox 4x32-10 block: writes four 32-bit words for the counter (c0..c3) under the key (k0, k1) into `out`. */
export function philox(out: Uint32Array, c0: number, c1: number, c2: number, c3: number, k0: number, k1: number): void {
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const high1 = multiplyHigh(multiplier1, c2);
    const low0 = Math.imul(multiplier0, c0);
    const low1 = Math.imul(multiplier1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** FNV-1a over UTF-16 code units: turns a stream's name into the second key word. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * A stream of random numbers named by a seed and a purpose (`'order/3'`, `'initialize/dense_1/kernel'`). Streams of
 * different names are independent; a stream is restarted by making it again, or moved with {@link RandomStream.index}.
 *
 * @example
 * const order = new RandomStream(7, 'order/0').permutation(4); // the same four numbers, always
 */
export class RandomStream {
  readonly #block = new Uint32Array(4);
  readonly #seedLow: number;
  readonly #seedHigh: number;
  readonly #name: number;
  #index = 0;

  /** @param seed any safe integer, 0 or more */
  constructor(seed: number, name: string) {
    this.#seedLow = seed >>> 0;
    this.#seedHigh = Math.floor(seed / 0x100000000) >>> 0;
    this.#name = hashName(name);
  }

  /** How many 32-bit words have been drawn; settable, so that a stream can be resumed. */
  get index(): number {
    return this.#index;
  }

  set index(value: number) {
    this.#index = value;
    if (value % 4 !== 0) this.#refill(Math.floor(value / 4));
  }

  #refill(block: number): void {
    philox(
      this.#block,
      block >>> 0,
      Math.floor(block / 0x100000000) >>> 0,
      this.#seedHigh,
      0,
      this.#seedLow,
      this.#name,
    );
  }

  /** A uniform integer in [0, 2^32). */
  uint32(): number {
    const lane = this.#index % 4;
    if (lane === 0) this.#refill(this.#index / 4);
    this.#index++;
    return this.#block[lane]!;
  }

  /** A uniform number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** A draw from the standard normal distribution, by the Box–Muller transform. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A draw from the standard normal distribution cut off beyond two standard deviations, by rejection. */
  truncatedNormal(): number {
    for (;;) {
      const value = this.normal();
      if (Math.abs(value) <= 2) return value;
    }
  }

  /** A uniform integer in [0, bound), without modulo bias. */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** The numbers 0 to `length` − 1 in random order (Fisher–Yates). */
  permutation(length: number): Uint32Array {
    const order = new Uint32Array(length);
    for (let i = 0; i < length; i++) order[i] = i;
    for (let i = length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swapped = order[i]!;
      order[i] = order[j]!;
      order[j] = swapped;
    }
    return order;
  }
}
