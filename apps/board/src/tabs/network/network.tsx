import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { GraphAnswer, GraphValue } from '../../api/contract.ts';
import { queryOf } from '../../api/requests.ts';
import { countOf, groupedNumber } from '../../lib/numbers-as-text.ts';
import { textFilter } from '../../lib/text-filter.ts';
import { SearchField } from '../../shell/search-field.tsx';
import { textParameter } from '../../state/parameters.ts';
import { visibleRuns } from '../../state/selection.ts';
import { RunChoice, runOfView } from '../shared/run-choice.tsx';
import '../shared/shared.css';
import { useAnswer } from '../shared/use-answer.ts';
import { LayerList, shapeText } from './layer-list.tsx';
import './network.css';

const search = textParameter('layers', '', { history: 'replace' });

/** The network of a run, layer by layer. */
export function Network(): JSX.Element {
  const runs = visibleRuns.value.filter(({ hasGraph }) => hasGraph);
  const run = runOfView(runs);
  // A network does not change as its run grows.
  const { answer, failure } = useAnswer<GraphAnswer>(
    run === undefined ? undefined : `graph?${queryOf({ run: run.id })}`,
    [],
  );
  const shown = useMemo(() => {
    const matches = textFilter(search.value);
    return (answer?.layers ?? []).flatMap(({ name, opTypes }, i) =>
      matches(`${name} ${opTypes.join(' ')}`) ? [i] : [],
    );
  }, [answer, search.value]);
  if (run === undefined) {
    return (
      <p class="empty-note">
        None of the runs shown has a network. Runs of <code>netwright train</code> keep theirs as{' '}
        <code>model.onnx</code>; <code>add_graph</code> of PyTorch and TensorFlow's <code>FileWriter</code> write one
        into the event file.
      </p>
    );
  }
  const parameters = answer?.layers.reduce<number | null>(
    (sum, layer) => (sum === null || layer.parameters === null ? null : sum + layer.parameters),
    0,
  );
  return (
    <>
      <div class="toolbar">
        <SearchField
          of={search}
          placeholder="Search layers"
          label="Search layers by name or operator"
          does="search layers"
        />
        <RunChoice runs={runs} />
        {answer !== undefined && (
          <span class="quiet" role="status">
            {countOf(answer.layers.length, 'layer')}, {countOf(answer.nodes.length, 'node')}
            {answer.cut ? ' shown of more' : ''}
            {typeof parameters === 'number' && `, ${countOf(parameters, 'parameter')}`}
          </span>
        )}
      </div>
      {failure !== '' && <p class="card-failure">{failure}</p>}
      {answer !== undefined && (
        <article class="network card" aria-label={`Network of ${run.name}`}>
          <p class="network-ends">
            <Ends title="in" values={answer.inputs} />
            <Ends title="out" values={answer.outputs} />
          </p>
          {shown.length === 0 ? (
            <p class="empty-note">
              {answer.layers.length === 0
                ? 'The network has no layer.'
                : `None of ${groupedNumber(answer.layers.length)} layers matches.`}
            </p>
          ) : (
            <LayerList graph={answer} shown={shown} />
          )}
        </article>
      )}
    </>
  );
}

function Ends({ title, values }: { title: string; values: readonly GraphValue[] }): JSX.Element | null {
  if (values.length === 0) return null;
  return (
    <span>
      <span class="quiet">{title}</span> {values.map(endText).join(', ')}
    </span>
  );
}

const endText = ({ name, shape, dtype }: GraphValue): string =>
  [name, shapeText(shape), dtype ?? ''].filter(Boolean).join(' ');
