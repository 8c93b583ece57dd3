import type { JSX } from 'preact';
import { colorMapNames } from '../../api/contract.ts';
import { Choice } from '../shared/choice.tsx';
import '../shared/shared.css';
import { TagCards } from '../tag-cards.tsx';
import { ImageCard } from './image-card.tsx';
import './images.css';
import { colours, type PictureColours, scale, scales } from './settings.ts';

const colourOptions: readonly (readonly [PictureColours, string])[] = [
  ['stored', 'as stored'],
  ...colorMapNames.map((name) => [name, name] as const),
];
const scaleOptions = scales.map((text) => [text, text === '0' ? 'fit' : `${text} ×`] as const);

/** Pictures, with what is known of their values. */
export function Images(): JSX.Element {
  return (
    <TagCards
      kind="images"
      nothing="pictures. Runs of netwright train write samples where inputs or targets are pictures; add_image of PyTorch and tf.summary.image do, too"
      cardWidth={330}
      cardHeight={440}
      wideHeight={680}
      controls={
        <fieldset class="controls" aria-label="How pictures are shown">
          <Choice label="grey as" of={colours} options={colourOptions} />
          <Choice label="zoom" of={scale} options={scaleOptions} />
        </fieldset>
      }
      renderCard={({ tag, runs }, isWide) => <ImageCard tag={tag} runs={runs} isWide={isWide} />}
    />
  );
}
