import type { JSX } from 'preact';
import type { LayersAnswer } from '../../api/contract.ts';
import { queryOf } from '../../api/requests.ts';
import { textParameter } from '../../state/parameters.ts';
import { visibleRuns } from '../../state/selection.ts';
import { Choice } from '../shared/choice.tsx';
import { focusable } from '../shared/focusable.ts';
import { RunChoice, runOfView } from '../shared/run-choice.tsx';
import '../shared/shared.css';
import { useAnswer } from '../shared/use-answer.ts';
import { LayerCard } from './layer-card.tsx';
import './layers.css';
import { layerMeasures, measureOf } from './measures.ts';

const chosenMeasure = textParameter('measure');

/** Measures of every layer of a run, over steps and by depth. */
export function Layers(): JSX.Element {
  const runs = visibleRuns.value;
  const run = runOfView(runs);
  const { answer, failure } = useAnswer<LayersAnswer>(
    run === undefined ? undefined : `layers?${queryOf({ run: run.id, measure: 'grad_norm', columns: 2 })}`,
    run === undefined ? [] : [run],
  );
  const measures = answer?.measures ?? [];
  const shown = measures.includes(chosenMeasure.value) ? [chosenMeasure.value] : layerMeasures(measures);
  return (
    <>
      <div class="toolbar">
        <RunChoice runs={runs} />
        {measures.length > 0 && (
          <Choice
            label="Measure"
            of={chosenMeasure}
            shown={measures.includes(chosenMeasure.value) ? chosenMeasure.value : ''}
            options={[['', 'All of layers'], ...measures.map((name) => [name, measureOf(name).title] as const)]}
          />
        )}
      </div>
      <div class="page-scroller" {...focusable('Layers, scrolls')}>
        {failure !== '' && <p class="card-failure">{failure}</p>}
        {run === undefined && <p class="empty-note">No run is shown. Choose one on the left.</p>}
        {answer !== undefined && measures.length === 0 && (
          <p class="empty-note">
            {run?.name} has no scalars of layers. Runs of <code>netwright train</code> have them:{' '}
            <code>grad_norm/&lt;layer&gt;</code>, <code>update_ratio/&lt;layer&gt;</code> and others. Any tags of the
            form <code>measure/layer</code> will do.
          </p>
        )}
        {run !== undefined && shown.map((measure) => <LayerCard key={measure} run={run} measure={measure} />)}
      </div>
    </>
  );
}
