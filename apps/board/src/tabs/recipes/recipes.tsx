import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { RecipeAnswer, RunSummary } from '../../api/contract.ts';
import { queryOf } from '../../api/requests.ts';
import { diffJson, type FieldPair } from '../../lib/json-diff.ts';
import { countOf, groupedNumber } from '../../lib/numbers-as-text.ts';
import { choiceParameter, textParameter } from '../../state/parameters.ts';
import { visibleRuns } from '../../state/selection.ts';
import { Choice } from '../shared/choice.tsx';
import { focusable } from '../shared/focusable.ts';
import { RunChoice } from '../shared/run-choice.tsx';
import { RunLabel } from '../shared/run-label.tsx';
import '../shared/shared.css';
import { useAnswer } from '../shared/use-answer.ts';
import './recipes.css';

const first = textParameter('a');
const second = textParameter('b');
const file = choiceParameter('file', ['recipe', 'environment', 'result']);

/** Two recipes field by field, what differs first. */
export function Recipes(): JSX.Element {
  const runs = visibleRuns.value.filter(({ hasRecipe }) => hasRecipe);
  const a = runs.find(({ id }) => id === first.value) ?? runs[0];
  const b = runs.find(({ id }) => id === second.value) ?? runs.find((run) => run !== a) ?? a;
  if (a === undefined || b === undefined) {
    return (
      <p class="empty-note">
        None of the runs shown has a recipe. Runs of <code>netwright train</code> have one: what is set, layer by layer,
        and what was chosen for the data.
      </p>
    );
  }
  return (
    <>
      <div class="toolbar">
        <RunChoice label="A" of={first} shown={a} runs={runs} />
        <RunChoice label="B" of={second} shown={b} runs={runs} />
        <button
          type="button"
          class="button"
          onClick={() => {
            [first.value, second.value] = [b.id, a.id];
          }}
        >
          Swap
        </button>
        <Choice
          label="of the"
          of={file}
          options={[
            ['recipe', 'recipe'],
            ['environment', 'environment'],
            ['result', 'result'],
          ]}
        />
      </div>
      <Comparison a={a} b={b} />
    </>
  );
}

function Comparison({ a, b }: { readonly a: RunSummary; readonly b: RunSummary }): JSX.Element {
  const left = useAnswer<RecipeAnswer>(`recipe?${queryOf({ run: a.id })}`, [a]);
  const right = useAnswer<RecipeAnswer>(`recipe?${queryOf({ run: b.id })}`, [b]);
  const diff = useMemo(
    () =>
      left.answer === undefined || right.answer === undefined
        ? undefined
        : diffJson(left.answer[file.value], right.answer[file.value]),
    [left.answer, right.answer, file.value],
  );
  const failure = left.failure || right.failure;
  if (failure !== '') return <p class="card-failure">{failure}</p>;
  if (diff === undefined) return <div class="page-scroller" />;
  const { changed, onlyA, onlyB, same } = diff;
  const differing = changed.length + onlyA.length + onlyB.length;
  return (
    <div class="page-scroller" {...focusable('Recipes, scrolls')}>
      <article class="card recipe-card" aria-label={`Difference of ${a.name} and ${b.name}`}>
        <p class="recipe-summary" role="status">
          {differing === 0
            ? a === b
              ? 'Choose two runs to compare them.'
              : `No field differs; ${countOf(same.length, 'field')} are the same.`
            : `${countOf(differing, 'field')} of ${groupedNumber(differing + same.length)} differ${differing === 1 ? 's' : ''}.`}
        </p>
        <table class="recipe-table">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">
                <RunLabel run={a} />
              </th>
              <th scope="col">
                <RunLabel run={b} />
              </th>
            </tr>
          </thead>
          <Section title="Changed" pairs={changed} />
          <Section title="Only in A" pairs={onlyA} />
          <Section title="Only in B" pairs={onlyB} />
        </table>
        {same.length > 0 && (
          <details open={differing === 0}>
            <summary>{countOf(same.length, 'field')} the same in both</summary>
            <table class="recipe-table">
              <Section title="" pairs={same} />
            </table>
          </details>
        )}
      </article>
    </div>
  );
}

function Section({
  title,
  pairs,
}: {
  readonly title: string;
  readonly pairs: readonly FieldPair[];
}): JSX.Element | null {
  if (pairs.length === 0) return null;
  return (
    <tbody>
      {title !== '' && (
        <tr class="recipe-section">
          <th scope="rowgroup" colSpan={3}>
            {title} <span class="quiet">{groupedNumber(pairs.length)}</span>
          </th>
        </tr>
      )}
      {pairs.map(({ path, a, b }) => (
        <tr key={path}>
          <th scope="row">{path}</th>
          <td data-differs={a !== undefined && a !== b}>{a ?? <Nothing />}</td>
          <td data-differs={b !== undefined && a !== b}>{b ?? <Nothing />}</td>
        </tr>
      ))}
    </tbody>
  );
}

const Nothing = (): JSX.Element => (
  <>
    <span aria-hidden="true" class="quiet">
      —
    </span>
    <span class="for-screen-readers">absent</span>
  </>
);
