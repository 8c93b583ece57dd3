/** What tells whether two runs are repetitions of each other. */
export interface Repeatable {
  readonly id: string;
  /** The recipe without its seed, as one text, where the run has one. */
  readonly recipeKey?: string | undefined;
}

/** Runs that differ in their seed alone. */
export interface SeedGroup {
  /** What the names share. */
  readonly name: string;
  readonly members: readonly string[];
}

/** `name`, `name-3`, `name_seed3`, `name/seed=3`: what is left without a number at the end. */
export function nameWithoutSeed(name: string): string {
  const rest = name.replace(/[-_./ =]*(?:seed|s|run|trial)?[-_./ =]*\d+$/i, '');
  return rest === '' ? name : rest;
}

/** Groups runs by their recipe without its seed, or, where there is no recipe, by their name without its last number. */
export function seedGroups(runs: readonly Repeatable[]): SeedGroup[] {
  const groups = new Map<string, Repeatable[]>();
  for (const run of runs) {
    const key = run.recipeKey === undefined ? `name ${nameWithoutSeed(run.id)}` : `recipe ${run.recipeKey}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  return [...groups.values()].map((members) => ({
    name: members.length === 1 ? members[0]!.id : sharedName(members.map(({ id }) => id)),
    members: members.map(({ id }) => id),
  }));
}

function sharedName(names: readonly string[]): string {
  const stems = new Set(names.map(nameWithoutSeed));
  const [only] = stems;
  if (stems.size === 1 && only !== undefined) return only;
  const [first = '', ...others] = names;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  const shared = first.slice(0, length).replace(/[-_./ ]+$/, '');
  return shared === '' ? first : shared;
}
