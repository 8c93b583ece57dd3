/** Keys of the tree of runs, for its handler's reader and for the help. */
export const treeKeys = [
  ['↑ ↓', 'move'],
  ['← →', 'close and open folders'],
  ['Home End', 'first and last line'],
  ['Space', 'show or hide'],
  ['o', 'show only this, and all again'],
  ['Enter', 'details: name, notes'],
  ['Delete', 'delete the run; it can be undone'],
] as const satisfies readonly (readonly [string, string])[];
