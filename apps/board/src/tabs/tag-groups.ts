/** Cards under one head: tags that share their first part, or charts that a writer put together. */
export interface TagGroup<Item> {
  readonly prefix: string;
  /** Whether it is folded at first. */
  readonly isClosed?: boolean;
  readonly items: readonly Item[];
}

/** Tags without a part in front stand together, first. */
export function tagGroups<Item extends { readonly tag: string }>(items: readonly Item[]): TagGroup<Item>[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const slash = item.tag.indexOf('/');
    const prefix = slash > 0 ? item.tag.slice(0, slash) : '';
    const group = groups.get(prefix);
    if (group === undefined) groups.set(prefix, [item]);
    else group.push(item);
  }
  return [...groups]
    .map(([prefix, members]) => ({ prefix, items: members }))
    .sort((a, b) => Number(b.prefix === '') - Number(a.prefix === ''));
}

/** A row of the page: the head of a group, several cards beside each other, or one card alone. */
export type CardRow<Item> =
  | { readonly kind: 'head'; readonly group: TagGroup<Item> }
  | { readonly kind: 'cards'; readonly key: string; readonly items: readonly Item[] }
  | { readonly kind: 'wide'; readonly item: Item };

/** Whether a group shows its head alone; `turned` are those that are not as they were at first. */
export function isFolded<Item>({ prefix, isClosed = false }: TagGroup<Item>, turned: ReadonlySet<string>): boolean {
  return turned.has(prefix) !== isClosed;
}

/** Lays cards out in rows; folded groups show their head alone, the expanded card has a row to itself. */
export function cardRows<Item extends { readonly tag: string }>(
  groups: readonly TagGroup<Item>[],
  { columns, folded, expanded }: { columns: number; folded: ReadonlySet<string>; expanded: string },
): CardRow<Item>[] {
  const rows: CardRow<Item>[] = [];
  for (const group of groups) {
    rows.push({ kind: 'head', group });
    if (isFolded(group, folded)) continue;
    let line: Item[] = [];
    const flush = (): void => {
      if (line.length > 0) rows.push({ kind: 'cards', key: line[0]!.tag, items: line });
      line = [];
    };
    for (const item of group.items) {
      if (item.tag === expanded) {
        flush();
        rows.push({ kind: 'wide', item });
      } else {
        line.push(item);
        if (line.length === columns) flush();
      }
    }
    flush();
  }
  return rows;
}
