/** A folder or a run of the tree; a folder that is itself a run has both a run and children. */
export interface TreeNode {
  /** The last part of the path, or several parts that have no siblings, joined by `/`. */
  readonly label: string;
  /** The whole path; of a run, its id. */
  readonly path: string;
  /** The id of the run that lies here. */
  readonly run: string | undefined;
  readonly children: readonly TreeNode[];
}

/** One line of the tree as it is shown. */
export interface TreeRow {
  readonly node: TreeNode;
  readonly depth: number;
  readonly isOpen: boolean;
  /** Place among its siblings, from 1, and their number: what screen readers say. */
  readonly position: number;
  readonly siblings: number;
  readonly parent: string | undefined;
}

interface Draft {
  run: string | undefined;
  readonly children: Map<string, Draft>;
}

/** Numbers in names count as numbers, so that run-10 follows run-9. */
export const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;

function finished(draft: Draft, path: string, label: string): TreeNode {
  const [only] = draft.children;
  if (draft.run === undefined && draft.children.size === 1 && only !== undefined) {
    const [name, child] = only;
    return finished(child, path === '' ? name : `${path}/${name}`, label === '' ? name : `${label}/${name}`);
  }
  const children = [...draft.children]
    .sort(([a], [b]) => byName(a, b))
    .map(([name, child]) => finished(child, path === '' ? name : `${path}/${name}`, name));
  return { label, path, run: draft.run, children };
}

/** The runs as a tree by the `/` in their ids; folders with one child are joined to it. */
export function treeOf(runIds: readonly string[]): readonly TreeNode[] {
  const root: Draft = { run: undefined, children: new Map() };
  for (const id of runIds) {
    let place = root;
    for (const part of id.split('/')) {
      const known = place.children.get(part);
      const next = known ?? { run: undefined, children: new Map() };
      if (known === undefined) place.children.set(part, next);
      place = next;
    }
    place.run = id;
  }
  return [...root.children].sort(([a], [b]) => byName(a, b)).map(([name, child]) => finished(child, name, name));
}

/** The lines to show: folders whose path is in `closed` hide what they hold. */
export function rowsOf(tree: readonly TreeNode[], closed: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (nodes: readonly TreeNode[], depth: number, parent: string | undefined): void => {
    nodes.forEach((node, i) => {
      const isOpen = node.children.length > 0 && !closed.has(node.path);
      rows.push({ node, depth, isOpen, position: i + 1, siblings: nodes.length, parent });
      if (isOpen) add(node.children, depth + 1, node.path);
    });
  };
  add(tree, 0, undefined);
  return rows;
}

/** The ids of all runs at and below a node. */
export function runsBelow(node: TreeNode): string[] {
  return [...(node.run === undefined ? [] : [node.run]), ...node.children.flatMap(runsBelow)];
}
