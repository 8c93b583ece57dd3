import { formatShape } from '../core/index.ts';
import type { ImportNote } from '../importers/index.ts';
import type { Network } from '../nn/index.ts';
import { type Column, formatCount, formatTable } from './format.ts';

/** One line of the summary table. */
export interface LayerSummary {
  readonly name: string;
  readonly kind: string;
  /** As `[batch, 128]`. */
  readonly outputShape: string;
  /** Trainable numbers. */
  readonly parameters: number;
  readonly initializer?: string;
}

/** A network as `netwright summary` shows it. */
export interface NetworkSummary {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly layers: readonly LayerSummary[];
  readonly parameters: number;
}

/** What a network consists of. */
export function summarizeNetwork({ graph, parameters, layers }: Network): NetworkSummary {
  const count = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (graph.initializers.get(name)?.data.length ?? 0), 0);
  return {
    inputs: graph.inputs.map(({ name, dtype, shape }) => `${name} ${dtype}${formatShape(shape)}`),
    outputs: graph.outputs.map(({ name, dtype, shape }) => `${name} ${dtype}${formatShape(shape)}`),
    layers: layers.map((layer) => ({
      name: layer.name,
      kind: layer.kind,
      outputShape: formatShape(graph.types.get(layer.output)?.shape ?? []),
      parameters: count(layer.parameters),
      ...(layer.initializer === undefined ? {} : { initializer: layer.initializer }),
    })),
    parameters: count(parameters),
  };
}

/** Headings of {@link summaryRows}. */
export const networkColumns: readonly Column[] = [
  { heading: 'layer' },
  { heading: 'kind' },
  { heading: 'output shape' },
  { heading: 'parameters', align: 'right' },
  { heading: 'initialisation' },
];

/** Layer, kind, output shape, parameters, initialisation, and their total. */
export function summaryRows({ layers, parameters }: NetworkSummary): string[][] {
  return [
    ...layers.map((layer) => [
      layer.name,
      layer.kind,
      layer.outputShape,
      layer.parameters === 0 ? '' : formatCount(layer.parameters),
      layer.initializer ?? '',
    ]),
    ['total', '', '', formatCount(parameters), ''],
  ];
}

/** The summary as the lines of a table. */
export function formatSummary(summary: NetworkSummary): string[] {
  return formatTable(networkColumns, summaryRows(summary));
}

/** A note on an imported network as a line of text. */
export function formatNote({ severity, layer, message }: ImportNote): string {
  return `${severity === 'warning' ? 'warning' : 'note'}: ${layer === undefined ? '' : `${layer}: `}${message}`;
}
