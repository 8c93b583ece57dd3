import type { JSX } from 'preact';
import type { Tab } from '../tab.ts';
import { TagCards } from '../tag-cards.tsx';
import { Controls } from './controls.tsx';
import { CurveCard } from './curve-card.tsx';
import './curves.css';

const cardHeight = 268;
const wideHeight = 640;

function Curves(): JSX.Element {
  return (
    <TagCards
      kind="scalars"
      nothing="curves"
      cardWidth={360}
      cardHeight={cardHeight}
      wideHeight={wideHeight}
      controls={<Controls />}
      renderCard={({ tag, runs }, isWide) => <CurveCard tag={tag} runs={runs} isWide={isWide} />}
    />
  );
}

/** Scalars over steps, epochs or time. */
export const curves: Tab = { name: 'curves', title: 'Curves', View: Curves };
