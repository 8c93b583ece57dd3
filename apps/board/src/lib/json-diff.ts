/** A field of two JSON values; undefined where one has it not. */
export interface FieldPair {
  /** `optimizer.learningRate`; items of lists are told by their numbers. */
  readonly path: string;
  readonly a: string | undefined;
  readonly b: string | undefined;
}

/** The fields of two JSON values, by what became of them; each in the order of the values. */
export interface JsonDiff {
  readonly changed: readonly FieldPair[];
  readonly onlyA: readonly FieldPair[];
  readonly onlyB: readonly FieldPair[];
  readonly same: readonly FieldPair[];
}

const mostFields = 5000;

/** Compares two JSON values field by field. At most 5000 fields of each are looked at. */
export function diffJson(a: unknown, b: unknown): JsonDiff {
  const [left, right] = [flatten(a), flatten(b)];
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  const pairs = paths.map((path) => ({ path, a: left.get(path), b: right.get(path) }));
  return {
    changed: pairs.filter((pair) => pair.a !== undefined && pair.b !== undefined && pair.a !== pair.b),
    onlyA: pairs.filter((pair) => pair.b === undefined),
    onlyB: pairs.filter((pair) => pair.a === undefined),
    same: pairs.filter((pair) => pair.a === pair.b),
  };
}

/** Leaves by their paths, in words; empty lists and objects are leaves. */
function flatten(value: unknown): Map<string, string> {
  const leaves = new Map<string, string>();
  const visit = (path: string, part: unknown, depth: number): void => {
    if (leaves.size >= mostFields) return;
    const isParent = typeof part === 'object' && part !== null && Object.keys(part).length > 0;
    // A list of numbers is one value: a shape, betas, a mean of each channel.
    const isNumbers = Array.isArray(part) && part.every((item) => typeof item === 'number');
    if (isParent && !isNumbers && depth < 32) {
      for (const [name, own] of Object.entries(part)) visit(path === '' ? name : `${path}.${name}`, own, depth + 1);
    } else if (path !== '') leaves.set(path, typeof part === 'string' ? part : JSON.stringify(part));
  };
  visit('', value, 0);
  return leaves;
}
