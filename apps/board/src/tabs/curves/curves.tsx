import type { JSX } from 'preact';
import { visibleRuns } from '../../state/selection.ts';
import type { Tab } from '../tab.ts';
import { TagCards } from '../tag-cards.tsx';
import { Controls } from './controls.tsx';
import { CurveCard } from './curve-card.tsx';
import './curves.css';
import { LayoutCards } from './layout-cards.tsx';
import { grouping } from './settings.ts';
import { tagChart } from './tag-chart.ts';

const sizes = { cardWidth: 360, cardHeight: 268, wideHeight: 640 };

function Curves(): JSX.Element {
  const hasLayout = visibleRuns.value.some((run) => run.hasLayout);
  const controls = <Controls hasLayout={hasLayout} />;
  if (hasLayout && grouping.value === 'layout') return <LayoutCards {...sizes} controls={controls} />;
  return (
    <TagCards
      {...sizes}
      kind="scalars"
      nothing="curves"
      controls={controls}
      renderCard={(item, isWide) => <CurveCard content={tagChart(item)} isWide={isWide} />}
    />
  );
}

/** Scalars over steps, epochs or time. */
export const curves: Tab = { name: 'curves', title: 'Curves', View: Curves };
