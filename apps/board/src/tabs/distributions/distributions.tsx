import type { JSX } from 'preact';
import { visibleTags } from '../../state/selection.ts';
import { Choice } from '../shared/choice.tsx';
import { RunChoice } from '../shared/run-choice.tsx';
import { runsOfTags } from '../shared/runs-of-tags.ts';
import '../shared/shared.css';
import { TagCards } from '../tag-cards.tsx';
import { DistributionCard } from './distribution-card.tsx';
import './distributions.css';
import { form } from './settings.ts';

/** Histograms over steps. */
export function Distributions(): JSX.Element {
  const runs = runsOfTags(visibleTags('histograms'));
  return (
    <TagCards
      kind="histograms"
      nothing="histograms. Runs of netwright train write those of weights and activations; add_histogram of PyTorch and tf.summary.histogram do, too"
      cardWidth={400}
      cardHeight={300}
      wideHeight={520}
      controls={
        <fieldset class="controls" aria-label="How distributions are drawn">
          {runs.length > 1 && <RunChoice runs={runs} />}
          <Choice
            label="as"
            of={form}
            options={[
              ['heat', 'Heat map and histogram'],
              ['bands', 'Percentile bands'],
              ['ridges', 'Ridges'],
            ]}
          />
        </fieldset>
      }
      renderCard={({ tag, runs: own }, isWide) => <DistributionCard tag={tag} runs={own} isWide={isWide} />}
    />
  );
}
