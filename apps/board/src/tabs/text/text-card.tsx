import type { JSX } from 'preact';
import type { RunSummary, TextAnswer } from '../../api/contract.ts';
import { groupedNumber, momentText } from '../../lib/numbers-as-text.ts';
import { choiceParameter } from '../../state/parameters.ts';
import { CardFrame } from '../shared/card-frame.tsx';
import { focusable } from '../shared/focusable.ts';
import { RunLabel } from '../shared/run-label.tsx';
import { RunsBeside } from '../shared/runs-beside.tsx';
import { StepSlider } from '../shared/step-slider.tsx';
import { useEntry } from '../shared/use-entry.ts';
import { MarkdownView } from './markdown-view.tsx';

/** How texts are shown. */
export const textForm = choiceParameter('text', ['markdown', 'plain']);

const mostRuns = 12;
/** Longer texts would hold up the page. */
const mostCharacters = 100_000;

interface Props {
  readonly tag: string;
  readonly runs: readonly RunSummary[];
  readonly isWide: boolean;
}

/** The texts of a tag: runs stand side by side. */
export function TextCard({ tag, runs, isWide }: Props): JSX.Element {
  return (
    <CardFrame tag={tag} isWide={isWide}>
      <RunsBeside
        runs={runs}
        most={mostRuns}
        wraps={isWide}
        renderRun={(run) => <TextOfRun key={run.id} tag={tag} run={run} />}
      />
    </CardFrame>
  );
}

function TextOfRun({ tag, run }: { readonly tag: string; readonly run: RunSummary }): JSX.Element {
  const { steps, entry, failure } = useEntry<TextAnswer['entries'][number]>('text', { tag, run });
  return (
    <section class="text-of-run" aria-label={run.name}>
      <RunLabel run={run} />
      {failure !== '' && <p class="card-failure">{failure}</p>}
      <div class="text-place" {...focusable(`${tag} of ${run.name}, scrolls`)}>
        {entry !== undefined && <Texts entry={entry} />}
      </div>
      <div class="card-foot">
        <StepSlider steps={steps} of={`${tag} of ${run.name}`} />
        {entry !== undefined && <span class="quiet">{momentText(entry.wallTime)}</span>}
      </div>
    </section>
  );
}

function Texts({ entry }: { readonly entry: TextAnswer['entries'][number] }): JSX.Element {
  const { texts, shape } = entry;
  if (shape.length === 2 && texts.length <= 2000) {
    const columns = shape[1] ?? 1;
    const rows = Array.from({ length: shape[0] ?? 0 }, (_, row) => texts.slice(row * columns, (row + 1) * columns));
    return (
      <table class="markdown">
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, k) => (
                <td key={k}>
                  <OneText text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  return (
    <>
      {texts.slice(0, 200).map((text, i) => (
        <OneText key={i} text={text} />
      ))}
    </>
  );
}

function OneText({ text }: { readonly text: string }): JSX.Element {
  const isCut = text.length > mostCharacters;
  const shown = isCut ? text.slice(0, mostCharacters) : text;
  return (
    <>
      {textForm.value === 'markdown' && !isJson(text) ? (
        <MarkdownView text={shown} />
      ) : (
        <pre class="plain-text">{shown}</pre>
      )}
      {isCut && <p class="quiet">… {groupedNumber(text.length - mostCharacters)} further characters</p>}
    </>
  );
}

/** Recipes are logged as JSON, which is no Markdown. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
