import type { LayoutCategory } from '../../records/index.ts';
import type { LayoutAnswer, LayoutChartAnswer } from '../api.ts';
import type { BoardIndex } from '../board-index/index.ts';
import { TagMatcher } from './match-tags.ts';

/** Bounds of the page: files may ask for anything. */
const mostCharts = 1000;
const mostPatterns = 50;
const mostTags = 100;

type Chart = LayoutCategory['charts'][number];

/** The layouts of all runs together: categories of one title are one, and a chart that is there already is left out. */
export function answerLayout(index: BoardIndex): LayoutAnswer {
  const runs = [...index.runs.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const categories = new Map<string, { readonly closed: boolean; readonly charts: Map<string, Chart> }>();
  for (const { title, closed = false, charts } of runs.flatMap(({ layout }) => layout ?? [])) {
    const category = categories.get(title) ?? { closed, charts: new Map<string, Chart>() };
    categories.set(title, category);
    for (const chart of charts) category.charts.set(JSON.stringify(chart), chart);
  }
  if (categories.size === 0) return { categories: [] };
  const matcher = new TagMatcher([...new Set(runs.flatMap(({ tags }) => tags.scalars))]);
  let left = mostCharts;
  return {
    categories: [...categories].map(([title, { closed, charts }]) => {
      const shown = [...charts.values()].slice(0, left);
      left -= shown.length;
      return { title, closed, charts: shown.map((chart) => resolve(chart, matcher)) };
    }),
  };
}

function resolve({ title, tags: patterns = [], margins = [] }: Chart, matcher: TagMatcher): LayoutChartAnswer {
  const tags = new Set<string>();
  const problems: string[] = [];
  for (const pattern of patterns.slice(0, mostPatterns)) {
    const found = matcher.match(pattern);
    if ('problem' in found) problems.push(found.problem);
    else for (const tag of found.tags) tags.add(tag);
  }
  if (patterns.length > mostPatterns) problems.push(`${patterns.length - mostPatterns} more patterns are left out`);
  if (tags.size > mostTags) problems.push(`the first ${mostTags} of ${tags.size} tags`);
  return {
    title,
    tags: [...tags].slice(0, mostTags),
    margins: margins.slice(0, mostTags),
    problem: problems.join('; '),
  };
}
