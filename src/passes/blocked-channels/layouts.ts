import { GraphError } from '../../core/index.ts';
import { dataTypeNumbers, type GraphBuilder, type Node, type Value } from '../../graph/index.ts';
import { channelBlock } from '../../ops/index.ts';
import { reshape } from '../lowerings/writing.ts';
import type { LayoutInputs, LayoutOutput } from './blocked-operator.ts';

/** What each value of a graph became in the graph under construction: plain, blocked, or both. */
export class Layouts {
  readonly #builder: GraphBuilder;
  readonly #plain = new Map<string, Value>();
  readonly #blocked = new Map<string, Value>();
  readonly #channelsLast = new Map<string, Value>();
  readonly #written = new Map<string, readonly Value[]>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /** Records in which layout a value was computed. */
  set(name: string, output: LayoutOutput): void {
    if ('plain' in output) this.#plain.set(name, output.plain);
    else this.#blocked.set(name, output.blocked);
  }

  isBlocked(name: string): boolean {
    return this.#blocked.has(name);
  }

  plain(name: string): Value {
    const known = this.#plain.get(name);
    if (known !== undefined) return known;
    const plain = this.#unblocked(this.#known(name));
    this.#plain.set(name, plain);
    return plain;
  }

  blocked(name: string): Value {
    const known = this.#blocked.get(name);
    if (known !== undefined) return known;
    const blocked = this.#builder.op('NchwcReorderInput', [this.plain(name)]);
    this.#blocked.set(name, blocked);
    return blocked;
  }

  channelsLast(name: string): Value {
    const known = this.#channelsLast.get(name);
    if (known !== undefined) return known;
    const value = this.#channelsLastOf(name);
    this.#channelsLast.set(name, value);
    return value;
  }

  /** The inputs of a node. */
  inputsOf(node: Node): LayoutInputs {
    const nameOf = (input: number) => node.inputs[input]!;
    return {
      plain: (input) => this.plain(nameOf(input)),
      blocked: (input) => this.blocked(nameOf(input)),
      channelsLast: (input) => this.channelsLast(nameOf(input)),
      isBlocked: (input) => this.isBlocked(nameOf(input)),
      once: (key, write) => {
        const written = this.#written.get(key) ?? write();
        this.#written.set(key, written);
        return written;
      },
    };
  }

  #known(name: string): Value {
    const value = this.#blocked.get(name);
    if (value === undefined) throw new GraphError(`value '${name}' is not computed before it is read`);
    return value;
  }

  /** Only float32 can be reordered: conditions pass as numbers. */
  #unblocked(value: Value): Value {
    const channels = value.shape[1] as number;
    if (value.dtype === 'float32') return this.#builder.op('NchwcReorderOutput', [value], { channels });
    const numbers = this.#builder.op('Cast', [value], { to: dataTypeNumbers.float32 });
    const plain = this.#builder.op('NchwcReorderOutput', [numbers], { channels });
    return this.#builder.op('Cast', [plain], { to: dataTypeNumbers[value.dtype] });
  }

  #channelsLastOf(name: string): Value {
    const blocked = this.#blocked.get(name);
    const { shape } = blocked ?? this.plain(name);
    const [batch, channels, ...spatial] = shape as [number, number, ...number[]];
    if (blocked === undefined) return this.#builder.op('Transpose', [this.plain(name)], { perm: [0, 2, 3, 1] });
    // One block of channels has them last already.
    if (channels === channelBlock) return reshape(this.#builder, blocked, [batch, ...spatial, channels]);
    return this.#builder.op('NchwcReorderOutput', [blocked], { channels, channels_last: 1 });
  }
}
