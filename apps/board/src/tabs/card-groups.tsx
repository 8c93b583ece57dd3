import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { groupedNumber } from '../lib/numbers-as-text.ts';
import { Icon } from '../shell/icon.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { useSize } from '../shell/use-size.ts';
import { VirtualRows } from '../shell/virtual-rows.tsx';
import { setParameter, textParameter } from '../state/parameters.ts';
import { type CardRow, cardRows, isFolded, type TagGroup } from './tag-groups.ts';

/** What is searched for among tags, in every tab. */
export const tagSearch = textParameter('tags', '', { history: 'replace' });
/** Groups that are folded, or open where they are closed at first. */
const turnedGroups = setParameter('folded', { history: 'replace' });
/** The tag whose card has the whole width; empty for none. */
export const expandedTag = textParameter('card');

const gap = 16;
const headHeight = 44;

/** How large cards are, and what stands above them. */
export interface CardLayout {
  readonly cardWidth: number;
  readonly cardHeight: number;
  readonly wideHeight: number;
  /** Settings beside the search field. */
  readonly controls?: ComponentChildren;
}

interface Props<Item> extends CardLayout {
  readonly groups: readonly TagGroup<Item>[];
  /** What is said where there is no group. */
  readonly nothing: string;
  readonly renderCard: (item: Item, isWide: boolean) => ComponentChildren;
}

/** Cards in groups below a search field. Only cards in view are there. */
export function CardGroups<Item extends { readonly tag: string }>({
  groups,
  nothing,
  cardWidth,
  cardHeight,
  wideHeight,
  renderCard,
  controls,
}: Props<Item>): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const { width } = useSize(scroller);
  const inner = Math.max(0, width - 2 * gap);
  const columns = Math.max(1, Math.floor((inner + gap) / (cardWidth + gap)));
  const folded = turnedGroups.value;
  const expanded = expandedTag.value;
  const rows = useMemo(() => cardRows(groups, { columns, folded, expanded }), [groups, columns, folded, expanded]);
  const offsets = useMemo(() => {
    const heights = { head: headHeight, cards: cardHeight + gap, wide: wideHeight + gap };
    const places = [0];
    for (const row of rows) places.push(places[places.length - 1]! + heights[row.kind]);
    return places;
  }, [rows, cardHeight, wideHeight]);
  useEffect(() => {
    const index = rows.findIndex((row) => row.kind === 'wide');
    const box = scroller.current;
    if (index < 0 || box === null) return;
    const top = offsets[index] ?? 0;
    if (top < box.scrollTop || top + wideHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = Math.max(0, top - gap);
  }, [expanded, width > 0 && rows.length > 0]);

  const render = (row: CardRow<Item>): ComponentChildren => {
    if (row.kind === 'head') return <GroupHead group={row.group} />;
    const items = row.kind === 'wide' ? [row.item] : row.items;
    return (
      <div class="card-row" style={{ height: `${row.kind === 'wide' ? wideHeight : cardHeight}px` }}>
        {items.map((item) => (
          <div
            key={item.tag}
            class="card-place"
            style={{ width: row.kind === 'wide' ? '100%' : `${(inner - gap * (columns - 1)) / columns}px` }}
          >
            {renderCard(item, row.kind === 'wide')}
          </div>
        ))}
      </div>
    );
  };

  return (
    <div class="tag-cards">
      <div class="toolbar">
        <SearchField of={tagSearch} placeholder="Search tags" does="search tags" />
        {controls}
      </div>
      <div class="card-scroller" ref={scroller}>
        {rows.length === 0 && <p class="empty-note">{nothing}</p>}
        {width > 0 && (
          <VirtualRows
            scroller={scroller}
            offsets={offsets}
            keyOf={(i) => keyOf(rows[i])}
            renderRow={(i) => (rows[i] === undefined ? null : render(rows[i]))}
          />
        )}
      </div>
    </div>
  );
}

function keyOf(row: CardRow<{ readonly tag: string }> | undefined): string {
  if (row === undefined) return '';
  if (row.kind === 'head') return `head ${row.group.prefix}`;
  return row.kind === 'wide' ? `wide ${row.item.tag}` : `cards ${row.key}`;
}

function GroupHead({ group }: { group: TagGroup<unknown> }): JSX.Element {
  const { prefix, items } = group;
  const folded = isFolded(group, turnedGroups.value);
  return (
    <h2 class="group-head">
      <button
        type="button"
        aria-expanded={!folded}
        onClick={() => {
          const turned = new Set(turnedGroups.value);
          if (!turned.delete(prefix)) turned.add(prefix);
          turnedGroups.value = turned;
        }}
      >
        <Icon name={folded ? 'folded' : 'unfolded'} />
        {prefix === '' ? 'General' : prefix}
        <span class="quiet">{groupedNumber(items.length)}</span>
      </button>
    </h2>
  );
}
