import type { JSX } from 'preact';
import { Choice } from '../shared/choice.tsx';
import '../shared/shared.css';
import { TagCards } from '../tag-cards.tsx';
import { TextCard, textForm } from './text-card.tsx';
import './texts.css';

/** Texts, as Markdown or plain. */
export function Texts(): JSX.Element {
  return (
    <TagCards
      kind="text"
      nothing="texts. Runs of netwright train write their recipe, notes on the network and how training ended; add_text of PyTorch and tf.summary.text do, too"
      cardWidth={420}
      cardHeight={320}
      wideHeight={620}
      controls={
        <Choice
          label="as"
          of={textForm}
          options={[
            ['markdown', 'Markdown'],
            ['plain', 'plain text'],
          ]}
        />
      }
      renderCard={({ tag, runs }, isWide) => <TextCard tag={tag} runs={runs} isWide={isWide} />}
    />
  );
}
