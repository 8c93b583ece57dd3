import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { TagKind } from '../api/contract.ts';
import { groupedNumber } from '../lib/numbers-as-text.ts';
import { textFilter } from '../lib/text-filter.ts';
import { Icon } from '../shell/icon.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { useSize } from '../shell/use-size.ts';
import { VirtualRows } from '../shell/virtual-rows.tsx';
import type { TagOfRuns } from '../state/board.ts';
import { setParameter, textParameter } from '../state/parameters.ts';
import { visibleTags } from '../state/selection.ts';
import { type CardRow, cardRows, tagGroups } from './tag-groups.ts';

/** What is searched for among tags, in every tab. */
export const tagSearch = textParameter('tags', '', { history: 'replace' });
const foldedGroups = setParameter('folded', { history: 'replace' });
/** The tag whose card has the whole width; empty for none. */
export const expandedTag = textParameter('card');

const gap = 16;
const headHeight = 44;

interface Props {
  readonly kind: TagKind;
  /** What the kind is called where there is none. */
  readonly nothing: string;
  readonly cardWidth: number;
  readonly cardHeight: number;
  readonly wideHeight: number;
  readonly renderCard: (item: TagOfRuns, isWide: boolean) => ComponentChildren;
  /** Settings beside the search field. */
  readonly controls?: ComponentChildren;
}

/** Cards of all tags of a kind, in groups by the first part of the tag. Only cards in view are there. */
export function TagCards({
  kind,
  nothing,
  cardWidth,
  cardHeight,
  wideHeight,
  renderCard,
  controls,
}: Props): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const { width } = useSize(scroller);
  const all = visibleTags(kind);
  const query = tagSearch.value;
  const groups = useMemo(() => {
    const matches = textFilter(query);
    return tagGroups(all.filter(({ tag }) => matches(tag)));
  }, [all, query]);
  const inner = Math.max(0, width - 2 * gap);
  const columns = Math.max(1, Math.floor((inner + gap) / (cardWidth + gap)));
  const folded = foldedGroups.value;
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

  const render = (row: CardRow<TagOfRuns>): ComponentChildren => {
    if (row.kind === 'head') return <GroupHead prefix={row.group.prefix} count={row.group.items.length} />;
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
        {rows.length === 0 && (
          <p class="empty-note">{all.length === 0 ? `The runs shown have no ${nothing}.` : 'No tag matches.'}</p>
        )}
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

function keyOf(row: CardRow<TagOfRuns> | undefined): string {
  if (row === undefined) return '';
  if (row.kind === 'head') return `head ${row.group.prefix}`;
  return row.kind === 'wide' ? `wide ${row.item.tag}` : `cards ${row.key}`;
}

function GroupHead({ prefix, count }: { prefix: string; count: number }): JSX.Element {
  const isFolded = foldedGroups.value.has(prefix);
  return (
    <h2 class="group-head">
      <button
        type="button"
        aria-expanded={!isFolded}
        onClick={() => {
          const folded = new Set(foldedGroups.value);
          if (isFolded) folded.delete(prefix);
          else folded.add(prefix);
          foldedGroups.value = folded;
        }}
      >
        <Icon name={isFolded ? 'folded' : 'unfolded'} />
        {prefix === '' ? 'General' : prefix}
        <span class="quiet">{groupedNumber(count)}</span>
      </button>
    </h2>
  );
}
