import type { Tensor } from '../../../core/index.ts';

/** A tensor of the Keras model: which layer gives it. The length of the batch is null. */
export interface KerasTensor {
  readonly layer: string;
  readonly shape: readonly (number | null)[];
  readonly dtype: string;
}

/** Weights of one part of a layer, in the order in which Keras makes them; the part is '' for the layer itself. */
export type PartWeights = Readonly<Record<string, readonly Tensor<'float32'>[]>>;

/** A layer to be added to a Keras model. */
export interface KerasLayerDescription {
  readonly className: string;
  /** Default `keras.layers`; operations live elsewhere. */
  readonly module?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** What it is called with: tensors, numbers and constants. */
  readonly inputs: readonly (KerasTensor | Tensor | number)[];
  /** Whether it takes all inputs as one list, as layers that merge do. */
  readonly isMerging?: boolean;
  /** Further arguments of the call, by name. */
  readonly named?: Readonly<Record<string, unknown>>;
  readonly shape: readonly (number | null)[];
  readonly dtype?: string;
  readonly weights?: PartWeights;
}

/** Where Keras looks for a variable in `model.weights.h5`, and what it holds. */
export interface StoredVariable {
  readonly path: string;
  readonly tensor: Tensor<'float32'>;
}

/** A functional Keras model that is put together layer by layer. */
export class KerasModel {
  readonly #layers: { readonly json: unknown; readonly group: string; readonly weights: PartWeights }[] = [];
  readonly #names = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #inputs: KerasTensor[] = [];

  /** An input of the model. */
  input(name: string, shape: readonly (number | null)[], dtype: string): KerasTensor {
    const unique = this.#unique(name);
    const config = { batch_shape: shape, dtype, sparse: false, ragged: false, name: unique, optional: false };
    this.#push('keras.layers', 'InputLayer', unique, config, [], {});
    const tensor = { layer: unique, shape, dtype };
    this.#inputs.push(tensor);
    return tensor;
  }

  /** Adds a layer and returns what it puts out. */
  layer(name: string, description: KerasLayerDescription): KerasTensor {
    const { className, module = 'keras.layers', config = {}, inputs, shape, weights = {} } = description;
    const { dtype = 'float32', isMerging = false, named = {} } = description;
    const unique = this.#unique(name);
    const isLayer = module === 'keras.layers';
    const call = { args: isMerging ? [argumentsOf(inputs)] : argumentsOf(inputs), kwargs: named };
    this.#push(
      module,
      className,
      unique,
      { name: unique, ...(isLayer ? { dtype: 'float32' } : {}), ...config },
      [call],
      weights,
    );
    return { layer: unique, shape, dtype };
  }

  /** The description of the model, as `config.json` holds it. */
  config(name: string, outputs: readonly KerasTensor[], compileConfig: unknown): unknown {
    const ends = (tensors: readonly KerasTensor[]) => {
      const all = tensors.map(({ layer }) => [layer, 0, 0]);
      return all.length === 1 ? all[0] : all;
    };
    return {
      module: 'keras.src.models.functional',
      class_name: 'Functional',
      config: {
        name: plain(name),
        trainable: true,
        layers: this.#layers.map(({ json }) => json),
        input_layers: ends(this.#inputs),
        output_layers: ends(outputs),
      },
      registered_name: 'Functional',
      ...(compileConfig === undefined ? {} : { compile_config: compileConfig }),
    };
  }

  /** Every variable of the model. */
  variables(): StoredVariable[] {
    return this.#layers.flatMap(({ group, weights }) =>
      Object.entries(weights).flatMap(([part, tensors]) =>
        tensors.map((tensor, index) => ({
          path: `layers/${group}/${part === '' ? '' : `${part}/`}vars/${index}`,
          tensor,
        })),
      ),
    );
  }

  #push(
    module: string,
    className: string,
    name: string,
    config: unknown,
    calls: unknown[],
    weights: PartWeights,
  ): void {
    // Keras finds a layer's variables by its class and a number, not by its name.
    const stem = snakeCase(className);
    const count = this.#counts.get(stem) ?? 0;
    this.#counts.set(stem, count + 1);
    this.#layers.push({
      json: { module, class_name: className, config, registered_name: null, name, inbound_nodes: calls },
      group: count === 0 ? stem : `${stem}_${count}`,
      weights,
    });
  }

  #unique(wanted: string): string {
    const stem = plain(wanted);
    let name = stem;
    for (let next = 1; this.#names.has(name); next++) name = `${stem}_${next}`;
    this.#names.add(name);
    return name;
  }
}

/** Keras allows no slash in a name. */
function plain(name: string): string {
  return name.replaceAll(/[/:]/g, '_');
}

/** `MaxPooling2D` becomes `max_pooling2d`, as Keras itself does it. */
function snakeCase(className: string): string {
  return className
    .replaceAll(/\W+/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

function argumentsOf(inputs: KerasLayerDescription['inputs']): unknown[] {
  return inputs.map((input) => {
    if (typeof input === 'number') return input;
    if ('layer' in input) {
      const { layer, shape, dtype } = input;
      return { class_name: '__keras_tensor__', config: { shape, dtype, keras_history: [layer, 0, 0] } };
    }
    return { class_name: '__numpy__', config: { value: nested(input), dtype: input.dtype } };
  });
}

/** The elements of a tensor as lists within lists. */
export function nested({ shape, data, dtype }: Tensor): unknown {
  const element = (index: number) => (dtype === 'bool' ? data[index] !== 0 : Number(data[index]));
  const build = (axis: number, start: number, step: number): unknown => {
    if (axis === shape.length) return element(start);
    const length = shape[axis]!;
    const inner = step / length;
    return Array.from({ length }, (_, i) => build(axis + 1, start + i * inner, inner));
  };
  return build(0, 0, data.length);
}
