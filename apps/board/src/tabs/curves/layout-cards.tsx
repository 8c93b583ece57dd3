import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { LayoutAnswer } from '../../api/contract.ts';
import { textFilter } from '../../lib/text-filter.ts';
import { visibleRuns, visibleTags } from '../../state/selection.ts';
import { CardGroups, type CardLayout, tagSearch } from '../card-groups.tsx';
import { useAnswer } from '../shared/use-answer.ts';
import type { TagGroup } from '../tag-groups.ts';
import { CurveCard } from './curve-card.tsx';
import { layoutChart } from './layout-chart.ts';

interface Item {
  /** Names the chart. */
  readonly tag: string;
  readonly title: string;
  readonly chart: LayoutAnswer['categories'][number]['charts'][number];
}

/** Charts as the writers of the runs put them together. */
export function LayoutCards(layout: CardLayout): JSX.Element {
  const { answer, failure } = useAnswer<LayoutAnswer>('layout', visibleRuns.value);
  const query = tagSearch.value;
  const groups = useMemo(() => groupsOf(answer, textFilter(query)), [answer, query]);
  const tags = visibleTags('scalars');
  const runsByTag = useMemo(() => new Map(tags.map(({ tag, runs }) => [tag, runs])), [tags]);
  const none =
    answer === undefined ? failure : answer.categories.length === 0 ? 'No run has a layout.' : 'No chart matches.';
  return (
    <CardGroups
      {...layout}
      groups={groups}
      nothing={none}
      renderCard={({ tag, title, chart }, isWide) => (
        <CurveCard
          content={layoutChart(chart, { name: tag, title, runsOfTag: (of) => runsByTag.get(of) ?? [] })}
          isWide={isWide}
        />
      )}
    />
  );
}

function groupsOf(answer: LayoutAnswer | undefined, matches: (text: string) => boolean): TagGroup<Item>[] {
  const groups: TagGroup<Item>[] = [];
  for (const { title: prefix, closed, charts } of answer?.categories ?? []) {
    const seen = new Map<string, number>();
    const items = charts.map((chart) => {
      const count = (seen.get(chart.title) ?? 0) + 1;
      seen.set(chart.title, count);
      const title = count === 1 ? chart.title : `${chart.title} (${count})`;
      return { tag: `${prefix}: ${title}`, title, chart };
    });
    const textOf = ({ tag, chart }: Item): string =>
      [tag, ...chart.tags, ...chart.margins.map(({ value }) => value)].join(' ');
    const found = items.filter((item) => matches(textOf(item)));
    if (found.length > 0) groups.push({ prefix, isClosed: closed, items: found });
  }
  return groups;
}
