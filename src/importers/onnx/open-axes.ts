import { FileError, formatShape, GraphError } from '../../core/index.ts';
import type { Value } from '../../graph/index.ts';
import { type OpenedModel, openModel } from '../../records/index.ts';
import type { DataInput, ImportNote, OpenNetworkOptions } from '../imported-model.ts';
import { explainUnknownOperator } from './unknown-operator.ts';

/** An axis beside the batch whose length a file leaves open. */
interface OpenAxis {
  /** Name of the length; axes of one name have one length. */
  readonly name: string;
  readonly input: string;
  /** Counted from the batch, which is 0. */
  readonly axis: number;
}

/**
 * Opens an `.onnx` file, with the data's lengths in place of axes that it leaves open beside the batch. Without data a
 * file is opened as it is, as long as no shape in it depends on such an axis.
 *
 * @throws FileError also where the data do not fit an open axis, or where there must be data to know its length
 */
export async function openWithLengths(
  path: string,
  { dataInputs }: OpenNetworkOptions,
): Promise<{ opened: OpenedModel; notes: readonly ImportNote[] }> {
  let open: readonly OpenAxis[] = [];
  let failure: unknown;
  const look = (inputs: readonly Value[]) => {
    open = openAxes(inputs);
    return {};
  };
  const asItIs = await openModel(path, { lengths: look }).catch((error: unknown) => {
    failure = error;
    return undefined;
  });
  const data = open.length > 0 && (typeof dataInputs === 'function' ? await dataInputs() : dataInputs);
  if (!data) {
    if (asItIs === undefined)
      throw open.length > 0 ? needsData(path, open, failure) : explainUnknownOperator(path, failure);
    return { opened: asItIs, notes: open.length > 0 ? [stillOpen(open)] : [] };
  }
  const lengths = lengthsFrom(path, open, data);
  const opened = await openModel(path, { lengths: () => lengths }).catch((error: unknown) => {
    throw explainUnknownOperator(path, error);
  });
  const given = Object.entries(lengths).map(([name, length]) => `'${name}' is ${length}`);
  const message = `Open axes of the file have the lengths of the data: ${given.join(', ')}.`;
  return { opened, notes: [{ severity: 'info', message }] };
}

function openAxes(inputs: readonly Value[]): OpenAxis[] {
  const batches = new Set(inputs.map(({ shape }) => shape[0]));
  return inputs.flatMap(({ name: input, shape }) =>
    shape.flatMap((name, axis) => (typeof name === 'string' && !batches.has(name) ? { name, input, axis } : [])),
  );
}

/** The lengths that the data have along open axes. */
function lengthsFrom(path: string, open: readonly OpenAxis[], data: readonly DataInput[]): Record<string, number> {
  const lengths: Record<string, number> = {};
  for (const { name, input, axis } of open) {
    const samples = data.find((field) => field.name === input) ?? (data.length === 1 ? data[0] : undefined);
    const length = samples?.shape[axis - 1];
    if (length === undefined) {
      const found =
        samples === undefined ? 'have no array of that name' : `have samples of shape ${formatShape(samples.shape)}`;
      throw new FileError(path, `axis ${axis} of input '${input}' is open ('${name}'), and the data ${found}`, {
        advice: 'Give samples with an axis for each of the input but the batch',
      });
    }
    if ((lengths[name] ?? length) !== length) {
      throw new FileError(path, `the axes '${name}' have one length, and the data have ${lengths[name]} and ${length}`);
    }
    lengths[name] = length;
  }
  return lengths;
}

function needsData(path: string, open: readonly OpenAxis[], cause: unknown): unknown {
  const explained = explainUnknownOperator(path, cause);
  if (explained !== cause || !(cause instanceof FileError) || !(cause.cause instanceof GraphError)) return explained;
  const message = `the length of ${inWords(open)} is open, and the network cannot be read without it: ${cause.cause.message}`;
  return new FileError(path, message, {
    advice: 'Give data, whose lengths it then has (--data DATA), or export it with fixed lengths',
    cause,
  });
}

function stillOpen(open: readonly OpenAxis[]): ImportNote {
  const message = `The length of ${inWords(open)} is open: in training it is that of the data, the same for all samples.`;
  return { severity: 'info', message };
}

function inWords(open: readonly OpenAxis[]): string {
  const axes = open.map(({ name, input, axis }) => `axis ${axis} of input '${input}' ('${name}')`);
  return axes.join(' and ');
}
