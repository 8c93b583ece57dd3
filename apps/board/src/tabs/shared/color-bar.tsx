import type { JSX } from 'preact';
import { type ColorMapName, mappedColor } from '../../api/contract.ts';
import { shortNumber } from '../../lib/numbers-as-text.ts';

interface Props {
  readonly map: ColorMapName;
  readonly from: number;
  readonly to: number;
  /** How colours stand between the ends, where that is not evenly; and what they are. */
  readonly remark?: string;
}

/** The colours of a map with the values at their ends. */
export function ColorBar({ map, from, to, remark = '' }: Props): JSX.Element {
  const stops = Array.from({ length: 17 }, (_, i) => mappedColor(map, i / 16)).join(',');
  return (
    <span
      class="color-bar"
      role="img"
      aria-label={`Colours ${map} from ${shortNumber(from)} to ${shortNumber(to)} ${remark}`}
    >
      <span>{shortNumber(from)}</span>
      <span class="color-bar-colours" style={{ background: `linear-gradient(90deg,${stops})` }} />
      <span>{shortNumber(to)}</span>
      {remark !== '' && <span class="quiet">{remark}</span>}
    </span>
  );
}
