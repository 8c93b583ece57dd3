import { FileError, formatShape, sameShape, type Tensor } from '../../core/index.ts';
import type { Hdf5File } from './hdf5-file.ts';
import type { KerasVariable } from './layer-context.ts';

/** Stored weights by the name of the graph's initializer, arranged as the graph wants them. */
export type LoadedWeights = ReadonlyMap<string, Tensor<'float32'>>;

/** One weight as an older file or tfjs stores it: a name and a tensor. */
export interface NamedWeight {
  readonly name: string;
  readonly tensor: Tensor<'float32'>;
}

/** Parts of paths that other versions of Keras write otherwise. */
const otherSpellings: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)layers\//g, '$1_layer_checkpoint_dependencies/'],
  [/\/(query|key|value|output)_dense\//g, '/_$1_dense/'],
];

/**
 * Weights from the `model.weights.h5` of a `.keras` file, where each layer's are numbered.
 *
 * @throws FileError naming layer and variable where one is absent or of another shape
 */
export function numberedWeights(file: Hdf5File, variables: readonly KerasVariable[]): LoadedWeights {
  return new Map(
    variables.map((variable) => {
      const paths = [variable.path, ...otherSpellings.map(([part, other]) => variable.path.replaceAll(part, other))];
      const tensor = paths.map((path) => file.tensor(path)).find((found) => found !== undefined);
      if (tensor === undefined) {
        throw new FileError(file.path, `has no '${variable.path}', which is ${describe(variable)}`, {
          advice: 'Architecture and weights do not belong together, or the file is damaged',
        });
      }
      return [variable.name, arranged(file.path, variable, tensor)];
    }),
  );
}

/** Weights from a group of an `.h5` file, listed by layer: those trained first, then statistics. */
export function groupedWeights(file: Hdf5File, group: string, variables: readonly KerasVariable[]): LoadedWeights {
  return weightsByLayer(file.path, variables, (layer) => {
    const path = `${group}/${layer}`;
    return file.names(path, 'weight_names').map((name): NamedWeight => {
      const tensor = file.tensor(`${path}/${name}`);
      if (tensor === undefined) throw new FileError(file.path, `lists '${path}/${name}', which it lacks`);
      return { name, tensor };
    });
  });
}

/**
 * Weights that are listed in order for each layer of the outermost model.
 *
 * @param listed the weights of one such layer
 * @throws FileError naming the layer where number or shapes do not fit
 */
export function weightsByLayer(
  path: string,
  variables: readonly KerasVariable[],
  listed: (layer: string) => readonly NamedWeight[],
): LoadedWeights {
  const loaded = new Map<string, Tensor<'float32'>>();
  for (const layer of new Set(variables.map(({ topLayer }) => topLayer))) {
    const own = variables.filter(({ topLayer }) => topLayer === layer);
    const ordered = [...own.filter(({ trained }) => trained), ...own.filter(({ trained }) => !trained)];
    const weights = listed(layer);
    if (weights.length !== ordered.length) {
      throw new FileError(path, `has ${weights.length} weights of layer '${layer}', expected ${ordered.length}`, {
        advice: 'Architecture and weights do not belong together',
      });
    }
    ordered.forEach((variable, index) => {
      loaded.set(variable.name, arranged(path, variable, weights[index]!.tensor));
    });
  }
  return loaded;
}

function arranged(path: string, variable: KerasVariable, tensor: Tensor<'float32'>): Tensor<'float32'> {
  if (!sameShape(tensor.shape, variable.shape)) {
    throw new FileError(
      path,
      `${describe(variable)} has shape ${formatShape(tensor.shape)}, the architecture asks for ${formatShape(variable.shape)}`,
      { advice: 'Architecture and weights do not belong together' },
    );
  }
  return arrange(variable, tensor);
}

/** A variable in Keras's order as the graph holds it. */
export function arrange({ stored }: KerasVariable, { data }: Tensor<'float32'>): Tensor<'float32'> {
  const result = stored.arrange?.(data) ?? data;
  return { dtype: 'float32', shape: stored.shape, data: result as Float32Array<ArrayBuffer> };
}

function describe({ variable, layer }: KerasVariable): string {
  return `'${variable}' of layer '${layer}'`;
}
