import { Fragment, type JSX } from 'preact';
import { queryOf } from '../../api/requests.ts';
import { countOf, durationText } from '../../lib/numbers-as-text.ts';
import { visibleRuns } from '../../state/selection.ts';
import { focusable } from '../shared/focusable.ts';
import { RunChoice, runOfView } from '../shared/run-choice.tsx';
import '../shared/shared.css';
import { useAnswer } from '../shared/use-answer.ts';
import { CauseItem } from './cause-item.tsx';
import './diagnosis.css';
import { LossCurves } from './loss-curves.tsx';
import { type ReadDiagnosis, readDiagnosis } from './read-diagnosis.ts';
import { scoreText } from './score-text.ts';

const verdicts: Readonly<Record<string, string>> = {
  faulty: 'Faulty',
  healthy: 'Healthy',
  'no-signal': 'Nothing to learn',
  inconclusive: 'Inconclusive',
};

/** What `netwright diagnose` found. */
export function DiagnosisView(): JSX.Element {
  const runs = visibleRuns.value.filter(({ hasReport }) => hasReport);
  const run = runOfView(runs);
  const { answer, failure } = useAnswer<unknown>(
    run === undefined ? undefined : `report?${queryOf({ run: run.id })}`,
    runs,
  );
  if (run === undefined) {
    return (
      <p class="empty-note">
        None of the runs shown has a diagnosis. <code>netwright diagnose MODEL</code> makes one and keeps it as{' '}
        <code>report.json</code>.
      </p>
    );
  }
  const diagnosis = answer === undefined ? undefined : readDiagnosis(answer);
  return (
    <>
      <div class="toolbar">
        <RunChoice runs={runs} />
      </div>
      <div class="page-scroller" {...focusable('Diagnosis, scrolls')}>
        {failure !== '' && <p class="card-failure">{failure}</p>}
        {answer !== undefined && diagnosis === undefined && (
          <p class="empty-note">The report.json of {run.name} is no diagnosis of netwright.</p>
        )}
        {diagnosis !== undefined && <Report diagnosis={diagnosis} name={run.name} />}
      </div>
    </>
  );
}

function Report({ diagnosis, name }: { readonly diagnosis: ReadDiagnosis; readonly name: string }): JSX.Element {
  const { verdict, summary, causes, metric, trials, seconds, seeds, task, constantScore } = diagnosis;
  const effects = causes.flatMap(({ effect }) =>
    effect === undefined ? [] : [effect.difference, ...(effect.interval ?? [])].filter(Number.isFinite),
  );
  const range = [Math.min(0, ...effects), Math.max(0, ...effects)] as const;
  const facts = [
    task,
    constantScore === undefined ? '' : `a constant answer has ${scoreText(constantScore, metric)}`,
    trials === undefined ? '' : countOf(trials, 'trial'),
    seconds === undefined ? '' : durationText(seconds),
    seeds > 0 ? countOf(seeds, 'seed') : '',
  ].filter(Boolean);
  return (
    <article class="card diagnosis" aria-label={`Diagnosis of ${name}`}>
      <header>
        <span class="verdict" data-verdict={verdict}>
          {verdicts[verdict] ?? verdict}
        </span>
        <h2>{summary}</h2>
        <p class="quiet">{facts.join(' · ')}</p>
      </header>
      <BeforeAfter diagnosis={diagnosis} />
      {diagnosis.minimalFix.length > 0 && (
        <section aria-label="Smallest fix">
          <h3 class="diagnosis-part">Smallest set of changes that cures</h3>
          <ol class="fixes">
            {diagnosis.minimalFix.map((fix, i) => (
              <li key={i}>
                {fix.summary}
                {fix.ways.map(({ name: way, text }) => (
                  <Fragment key={way}>
                    {fix.ways.length > 1 && <p class="quiet">{way}</p>}
                    <pre>{text}</pre>
                  </Fragment>
                ))}
              </li>
            ))}
          </ol>
        </section>
      )}
      {causes.length > 0 && (
        <section aria-label="Causes">
          <h3 class="diagnosis-part">Causes that were looked into</h3>
          <p class="curve-key quiet">
            training loss <span class="is-old">without</span> and <span class="is-new">with</span> the change
          </p>
          <ul>
            {causes.map((cause, i) => (
              <CauseItem key={`${i} ${cause.rule}`} cause={cause} metric={metric} range={range} />
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}

function BeforeAfter({ diagnosis }: { readonly diagnosis: ReadDiagnosis }): JSX.Element | null {
  const { before, after, metric, failures, seeds } = diagnosis;
  if (before === undefined) return null;
  const failed = (share: number | undefined): string =>
    share === undefined || seeds === 0 ? '' : `fails under ${Math.round(share * seeds)} of ${countOf(seeds, 'seed')}`;
  return (
    <section class="before-after" aria-label="Before and after">
      <div>
        <p class="quiet">As it is</p>
        <p class="big-score">{scoreText(before.score, metric)}</p>
        <p class="quiet">{failed(failures[0])}</p>
      </div>
      {after !== undefined && (
        <div>
          <p class="quiet">With the changes</p>
          <p class="big-score">{scoreText(after.score, metric)}</p>
          <p class="quiet">{failed(failures[1])}</p>
        </div>
      )}
      {/* Losses before and after may be on other scales, as of targets: each has an axis of its own. */}
      <LossCurves label="Training loss as it is" curves={[{ name: 'before', losses: before.losses, isNew: false }]} />
      {after !== undefined && (
        <LossCurves
          label="Training loss with the changes"
          curves={[{ name: 'after', losses: after.losses, isNew: true }]}
        />
      )}
    </section>
  );
}
