import type { ComponentChildren, JSX } from 'preact';
import { Icon } from '../../shell/icon.tsx';
import { expandedTag } from '../card-groups.tsx';

interface Props {
  readonly tag: string;
  /** What stands in the head; else the tag without its first part. */
  readonly title?: string;
  readonly isWide: boolean;
  /** Whether what floats at the card stands above it. */
  readonly isLow?: boolean;
  /** Buttons before the one that gives the card the whole width. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A card of a tag, with the button that gives it the whole width. */
export function CardFrame({ tag, title = titleOf(tag), isWide, isLow = false, tools, children }: Props): JSX.Element {
  return (
    <article class={`card ${isWide ? 'is-wide' : ''} ${isLow ? 'is-low' : ''}`} aria-label={tag}>
      <header class="card-header">
        <h3 class="card-title" title={tag}>
          {title}
        </h3>
        <div class="card-tools">
          {tools}
          <button
            type="button"
            class="icon-button"
            aria-label={isWide ? `Make ${tag} small` : `Expand ${tag}`}
            title={isWide ? 'Small' : 'Full width'}
            onClick={() => {
              expandedTag.value = isWide ? '' : tag;
            }}
          >
            <Icon name={isWide ? 'shrink' : 'expand'} />
          </button>
        </div>
      </header>
      {children}
    </article>
  );
}

function titleOf(tag: string): string {
  const slash = tag.indexOf('/');
  return slash > 0 ? tag.slice(slash + 1) : tag;
}
