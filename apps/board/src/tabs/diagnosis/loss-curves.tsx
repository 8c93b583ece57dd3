import type { JSX } from 'preact';
import { shortNumber } from '../../lib/numbers-as-text.ts';
import { sizeAxis } from '../../lib/size-axis.ts';

const width = 220;
const height = 84;

interface Props {
  readonly label: string;
  /** Losses of each epoch; those that are not finite break the line. */
  readonly curves: readonly { readonly name: string; readonly losses: readonly number[]; readonly isNew: boolean }[];
}

/** Two small curves on one axis of losses, logarithmic where they span much. */
export function LossCurves({ label, curves }: Props): JSX.Element | null {
  const axis = sizeAxis(curves.flatMap(({ losses }) => losses));
  const longest = Math.max(...curves.map(({ losses }) => losses.length));
  if (axis === undefined || longest < 2) return null;
  const path = (losses: readonly number[]): string => {
    let isDown = false;
    return losses
      .map((loss, i) => {
        const share = axis.shareOf(loss);
        if (!Number.isFinite(share)) {
          isDown = false;
          return '';
        }
        const command = isDown ? 'L' : 'M';
        isDown = true;
        return `${command}${((i / (longest - 1)) * width).toFixed(1)} ${(2 + (1 - share) * (height - 4)).toFixed(1)}`;
      })
      .join('');
  };
  return (
    <figure class="loss-curves">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        width={width}
        height={height}
        role="img"
        aria-label={label}
      >
        <title>{label}</title>
        {curves.map(({ name, losses, isNew }) => (
          <path key={name} d={path(losses)} class={isNew ? 'is-new' : 'is-old'} vector-effect="non-scaling-stroke" />
        ))}
      </svg>
      <figcaption>
        {curves
          .filter(({ losses }) => losses.length > 0)
          .map(({ losses }) => `${shortNumber(losses[0]!, 3)} → ${shortNumber(losses.at(-1)!, 3)}`)
          .join(' · ')}
        {axis.isLogarithmic ? ' · log' : ''}
      </figcaption>
    </figure>
  );
}
