import type { JSX } from 'preact';
import { countOf, shortNumber } from '../../lib/numbers-as-text.ts';
import { LossCurves } from './loss-curves.tsx';
import type { ReadCause, ReadEffect } from './read-diagnosis.ts';
import { scoreText } from './score-text.ts';

const statusWords: Readonly<Record<string, string>> = {
  confirmed: 'confirmed',
  refuted: 'refuted',
  'not-tested': 'not tested',
};

interface Props {
  readonly cause: ReadCause;
  readonly metric: string;
  /** Ends of the axis on which effects of all causes lie. */
  readonly range: readonly [number, number];
}

/** A cause: what made it suspect, and what a trial or a measurement said. */
export function CauseItem({ cause, metric, range }: Props): JSX.Element {
  const { title, layer, reason, status, effect, measured } = cause;
  return (
    <li class="cause" data-status={status}>
      <div>
        <h3>
          {title}
          <span class="cause-status">{statusWords[status] ?? status}</span>
        </h3>
        <p>
          {reason}
          {layer !== '' && (
            <span class="quiet">
              {' '}
              · layer <code>{layer}</code>
            </span>
          )}
        </p>
        {measured !== undefined && (
          <p class="cause-numbers">
            {measured.quantity}: {shortNumber(measured.found)}, expected {shortNumber(measured.expected)}
          </p>
        )}
        {effect !== undefined && <EffectLine effect={effect} metric={metric} range={range} />}
      </div>
      {effect !== undefined && (
        <LossCurves
          label={`Training loss without and with the change for ${title}`}
          curves={[
            { name: 'without', losses: effect.losses.without, isNew: false },
            { name: 'with', losses: effect.losses.with, isNew: true },
          ]}
        />
      )}
    </li>
  );
}

const barWidth = 220;

function EffectLine({
  effect,
  metric,
  range: [least, most],
}: {
  readonly effect: ReadEffect;
  readonly metric: string;
  readonly range: readonly [number, number];
}): JSX.Element {
  const { difference, interval } = effect;
  const x = (value: number): number => ((value - least) / (most - least || 1)) * barWidth;
  const zero = x(0);
  const interval95 =
    interval === undefined
      ? ''
      : ` (95 %: ${scoreText(interval[0], metric, true)} to ${scoreText(interval[1], metric, true)})`;
  return (
    <div class="cause-numbers">
      <p>
        {scoreText(effect.without, metric)} → <strong>{scoreText(effect.with, metric)}</strong>
        <span class="quiet">
          {' '}
          {effect.against === 'whole-recipe' ? 'where all else is right' : 'changed alone'},{' '}
          {countOf(effect.seeds, 'seed')}
        </span>
      </p>
      {Number.isFinite(difference) && (
        <svg
          width={barWidth}
          height={14}
          role="img"
          aria-label={`Effect ${scoreText(difference, metric, true)}${interval95}`}
        >
          <title>
            {scoreText(difference, metric, true)}
            {interval95}
          </title>
          <rect
            x={Math.min(zero, x(difference))}
            width={Math.max(1, Math.abs(x(difference) - zero))}
            y={3}
            height={8}
            class="effect-bar"
          />
          {interval !== undefined && (
            <path
              d={`M${x(interval[0])} 7H${x(interval[1])}M${x(interval[0])} 4v6M${x(interval[1])} 4v6`}
              class="effect-interval"
            />
          )}
          <path d={`M${zero} 0V14`} class="effect-zero" />
        </svg>
      )}
    </div>
  );
}
