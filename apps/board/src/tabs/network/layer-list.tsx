import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { GraphAnswer, GraphNode, GraphValue } from '../../api/contract.ts';
import { groupedNumber } from '../../lib/numbers-as-text.ts';
import { Icon } from '../../shell/icon.tsx';
import { VirtualRows } from '../../shell/virtual-rows.tsx';
import { setParameter } from '../../state/parameters.ts';
import { focusable } from '../shared/focusable.ts';
import { type LayerEdges, layerEdges } from './layer-edges.ts';

const rowHeight = 44;
const nodeHeight = 58;
const mostNodes = 200;
const laneWidth = 9;

const unfolded = setParameter('layer', { history: 'replace' });

interface Props {
  readonly graph: GraphAnswer;
  /** Places of the layers that a search leaves. */
  readonly shown: readonly number[];
}

/** The layers of a network in order, with the connections between them; only rows in view are there. */
export function LayerList({ graph, shown }: Props): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const edges = useMemo(() => layerEdges(graph), [graph]);
  const nodes = useMemo(() => {
    const byLayer = new Map<string, GraphNode[]>();
    for (const node of graph.nodes) {
      const list = byLayer.get(node.layer);
      if (list === undefined) byLayer.set(node.layer, [node]);
      else list.push(node);
    }
    return byLayer;
  }, [graph]);
  const open = unfolded.value;
  const nodesOf = (place: number): readonly GraphNode[] => {
    const name = graph.layers[place]!.name;
    return open.has(name) ? (nodes.get(name) ?? []) : [];
  };
  const offsets = useMemo(() => {
    const places = [0];
    for (const place of shown) {
      const count = nodesOf(place).length;
      const cut = count > mostNodes ? 1 : 0;
      places.push(places.at(-1)! + rowHeight + (Math.min(count, mostNodes) + cut) * nodeHeight);
    }
    return places;
  }, [shown, open, graph]);
  const isWhole = shown.length === graph.layers.length;
  const rail = 22 + laneWidth * edges.lanes.reduce((most, { place }) => Math.max(most, place + 1), 0);
  const most = graph.layers.reduce((largest, { parameters }) => Math.max(largest, parameters ?? 0), 0);
  return (
    <div class="layer-list" ref={scroller} {...focusable('Layers, scrolls')}>
      <VirtualRows
        scroller={scroller}
        offsets={offsets}
        keyOf={(i) => graph.layers[shown[i]!]?.name ?? ''}
        renderRow={(i) => {
          const place = shown[i];
          if (place === undefined) return null;
          return (
            <LayerRow
              graph={graph}
              place={place}
              nodes={nodesOf(place)}
              edges={isWhole ? edges : undefined}
              rail={isWhole ? rail : 12}
              height={offsets[i + 1]! - offsets[i]!}
              most={most}
            />
          );
        }}
      />
    </div>
  );
}

interface RowProps {
  readonly graph: GraphAnswer;
  readonly place: number;
  readonly nodes: readonly GraphNode[];
  readonly edges: LayerEdges | undefined;
  readonly rail: number;
  readonly height: number;
  /** Parameters of the largest layer. */
  readonly most: number;
}

function LayerRow({ graph, place, nodes, edges, rail, height, most }: RowProps): JSX.Element {
  const layer = graph.layers[place]!;
  const isOpen = unfolded.value.has(layer.name);
  const unseen = edges?.unseen.get(place) ?? [];
  return (
    <div class="layer-row" style={{ paddingLeft: `${rail}px`, height: `${height}px` }}>
      {edges !== undefined && (
        <Rail edges={edges} place={place} height={height} width={rail} isLast={place === graph.layers.length - 1} />
      )}
      <button
        type="button"
        class="layer-head"
        aria-expanded={isOpen}
        onClick={() => {
          const next = new Set(unfolded.value);
          if (isOpen) next.delete(layer.name);
          else next.add(layer.name);
          unfolded.value = next;
        }}
      >
        <Icon name={isOpen ? 'unfolded' : 'folded'} />
        <LayerName name={layer.name} />
        <span class="layer-ops quiet">
          {layer.opTypes.slice(0, 4).join(', ')}
          {layer.opTypes.length > 4 ? ' …' : ''}
          {unseen.length > 0 &&
            ` · also reads ${unseen
              .slice(0, 3)
              .map((from) => graph.layers[from]!.name)
              .join(', ')}${unseen.length > 3 ? ' …' : ''}`}
        </span>
        <span class="layer-shape">{shapeText(layer.outputShape)}</span>
        <span class="layer-parameters">
          {layer.parameters !== null && layer.parameters > 0 && (
            <span
              class="layer-bar"
              style={{ width: `${Math.max(1, (56 * layer.parameters) / most)}px` }}
              aria-hidden="true"
            />
          )}
          {layer.parameters !== null && (
            <>
              {groupedNumber(layer.parameters)}
              <span class="for-screen-readers"> parameters</span>
            </>
          )}
        </span>
      </button>
      {nodes.slice(0, mostNodes).map((node, i) => (
        <div key={`${i} ${node.name}`} class="node-row" style={{ height: `${nodeHeight}px` }}>
          <p>
            <strong>{node.opType}</strong> <span class="quiet">{node.name}</span>
            {node.attributes.length > 0 && <code> {node.attributes.join(', ')}</code>}
          </p>
          <p class="quiet" title={`${node.inputs.join(', ')} → ${node.outputs.map(({ name }) => name).join(', ')}`}>
            {node.inputs.join(', ')} → {node.outputs.map(valueText).join(', ')}
          </p>
        </div>
      ))}
      {nodes.length > mostNodes && <p class="node-row quiet">and {groupedNumber(nodes.length - mostNodes)} more</p>}
    </div>
  );
}

/** The scopes of a layer give way to its own name where there is no room for both. */
function LayerName({ name }: { readonly name: string }): JSX.Element {
  const own = name.lastIndexOf('/') + 1;
  return (
    <span class="layer-name" title={name}>
      <span class="layer-scope">{name.slice(0, own)}</span>
      <span>{name === '' ? 'outside layers' : name.slice(own)}</span>
    </span>
  );
}

/** The piece of the connections beside one row. */
function Rail({
  edges,
  place,
  height,
  width,
  isLast,
}: {
  readonly edges: LayerEdges;
  readonly place: number;
  readonly height: number;
  readonly width: number;
  readonly isLast: boolean;
}): JSX.Element {
  const dot = rowHeight / 2;
  const x = width - 10;
  const laneX = (lane: number): number => x - laneWidth * (lane + 1) - 3;
  const pieces = edges.lanes
    .filter(({ from, to }) => from <= place && place <= to)
    .map(({ from, to, place: lane }) => {
      const at = laneX(lane);
      if (from === place) return `M${x} ${dot}C${at} ${dot} ${at} ${dot} ${at} ${dot + 14}V${height}`;
      if (to === place) return `M${at} 0V${dot - 14}C${at} ${dot} ${at} ${dot} ${x} ${dot}`;
      return `M${at} 0V${height}`;
    });
  const above = edges.followsLast[place] ? `M${x} 0V${dot}` : '';
  const below = !isLast && edges.followsLast[place + 1] ? `M${x} ${dot}V${height}` : '';
  return (
    <svg class="rail" width={width} height={height} aria-hidden="true">
      <path d={above + below} class="rail-line" />
      <path d={pieces.join('')} class="rail-lane" />
      <circle cx={x} cy={dot} r={3.5} class="rail-dot" />
    </svg>
  );
}

/** `[32, 10]`, named axes by their names, unknown ones by a question mark. */
export function shapeText(shape: GraphValue['shape']): string {
  return shape === null ? '' : `[${shape.map((length) => length ?? '?').join(', ')}]`;
}

const valueText = ({ name, dtype, shape }: GraphValue): string =>
  [name, dtype ?? '', shapeText(shape)].filter(Boolean).join(' ');
