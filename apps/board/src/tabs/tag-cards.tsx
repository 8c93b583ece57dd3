import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TagKind } from '../api/contract.ts';
import { textFilter } from '../lib/text-filter.ts';
import type { TagOfRuns } from '../state/board.ts';
import { visibleTags } from '../state/selection.ts';
import { CardGroups, type CardLayout, tagSearch } from './card-groups.tsx';
import { tagGroups } from './tag-groups.ts';

interface Props extends CardLayout {
  readonly kind: TagKind;
  /** What the kind is called where there is none. */
  readonly nothing: string;
  readonly renderCard: (item: TagOfRuns, isWide: boolean) => ComponentChildren;
}

/** Cards of all tags of a kind, in groups by the first part of the tag. */
export function TagCards({ kind, nothing, ...layout }: Props): JSX.Element {
  const all = visibleTags(kind);
  const query = tagSearch.value;
  const groups = useMemo(() => {
    const matches = textFilter(query);
    return tagGroups(all.filter(({ tag }) => matches(tag)));
  }, [all, query]);
  const none = all.length === 0 ? `The runs shown have no ${nothing}.` : 'No tag matches.';
  return <CardGroups {...layout} groups={groups} nothing={none} />;
}
