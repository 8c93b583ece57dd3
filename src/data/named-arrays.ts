import { DataError, type Tensor, UsageError } from '../core/index.ts';
import { assembleSplits, type PartName, partNames, type RawPart, type RawParts } from './assemble.ts';
import type { DatasetSplits, Layout } from './dataset.ts';
import type { StoredArray } from './stored-array.ts';
import type { TargetOptions } from './target.ts';

/** An array by the name of the field that it fills. */
interface ArrayOfField {
  readonly field: string;
  readonly array: string;
}

interface PartRoles {
  readonly inputs: readonly ArrayOfField[];
  readonly target: ArrayOfField | undefined;
}

/** Which named array plays which role in which part. */
type ArrayRoles = Readonly<Partial<Record<PartName, PartRoles>>>;

/** What to look for among named arrays. */
interface RoleRequest {
  /** Name of the target, with or without the name of a part. */
  readonly target?: string | undefined;
  /** Whether a target is needed; otherwise it is left out. */
  readonly withTarget: boolean;
}

// In order of preference: of `images` and `data`, as scikit-learn names the digits, the first keeps its axes.
const inputNames = ['x', 'images', 'image', 'inputs', 'input', 'data', 'features'];
const targetNames = ['y', 'labels', 'label', 'targets', 'target'];

const partOfWord: Readonly<Record<string, PartName>> = {
  train: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
};

/** `x_train` and `train_x` are field `x` of the training part; a name without a part belongs to no part in particular. */
function splitName(name: string): { part: PartName | undefined; field: string } {
  const [, before, suffix] = /^(.+)_(train|val|valid|validation|test)$/.exec(name) ?? [];
  if (before !== undefined && suffix !== undefined) return { part: partOfWord[suffix], field: before };
  const [, prefix, after] = /^(train|val|valid|validation|test)_(.+)$/.exec(name) ?? [];
  if (prefix !== undefined && after !== undefined) return { part: partOfWord[prefix], field: after };
  return { part: undefined, field: name };
}

/**
 * Tells inputs from the target by the names of arrays. Parts: `x_train`, `train_x`; arrays without a part are the training
 * data where no other is. Target: the one asked for, otherwise `y`, `labels` or `target(s)`, in any case. Inputs: the first of
 * `x`, `images`, `inputs`, `data`, `features`; where none is there, every array but the target. A part without a
 * target is left out where one is needed. Throws `UsageError` where the target cannot be told, {@link DataError} where it is absent.
 */
export function assignRoles(source: string, names: readonly string[], request: RoleRequest): ArrayRoles {
  const arrays = names.map((array) => ({ array, ...splitName(array) }));
  const hasTrain = arrays.some(({ part }) => part === 'train');
  const usable = arrays.filter(({ part }) => part !== undefined || !hasTrain);
  const fields = [...new Set(usable.map(({ field }) => field))];
  const target = findTarget(source, names, fields, request);
  const conventional = inputNames.flatMap((name) =>
    fields.filter((field) => field.toLowerCase() === name && field !== target),
  );
  const inputs = conventional.length > 0 ? conventional.slice(0, 1) : fields.filter((field) => field !== target);
  if (inputs.length === 0) throw new DataError(`${source}: no inputs beside the target among ${names.join(', ')}`);

  const roles: Partial<Record<PartName, PartRoles>> = {};
  for (const partName of partNames) {
    const ofPart = usable.filter(({ part }) => (part ?? 'train') === partName);
    const present = inputs.flatMap((field) => ofPart.filter((array) => array.field === field));
    const targetArray = request.withTarget ? ofPart.find(({ field }) => field === target) : undefined;
    if (present.length === 0 || (request.withTarget && targetArray === undefined)) continue;
    const absent = inputs.find((field) => !present.some((array) => array.field === field));
    if (absent !== undefined)
      throw new DataError(
        `${source}: no input '${absent}' in the ${partName} part, which has ${ofPart.map(({ array }) => array).join(', ')}`,
      );
    roles[partName] = { inputs: present, target: targetArray };
  }
  if (Object.keys(roles).length === 0)
    throw new DataError(`${source}: no part has both inputs and a target among ${names.join(', ')}`);
  return roles;
}

function findTarget(
  source: string,
  names: readonly string[],
  fields: readonly string[],
  request: RoleRequest,
): string | undefined {
  const known = `the arrays are ${names.join(', ')}`;
  if (request.target !== undefined) {
    const field = [request.target, splitName(request.target).field].find((name) => fields.includes(name));
    if (field === undefined && request.withTarget)
      throw new DataError(`${source}: no array '${request.target}'; ${known}`);
    return field;
  }
  const found = fields.filter((field) => targetNames.includes(field.toLowerCase()));
  if (found.length === 1 || !request.withTarget) return found[0];
  throw new UsageError(
    `${source}: ${found.length === 0 ? 'no array is called y, labels or target' : `several arrays could be the target (${found.join(', ')})`}; ${known}`,
    {
      advice: 'Name the target (--target NAME)',
    },
  );
}

/** A named array: numbers, or texts as the classes of a target. */
export type NamedArrays = Readonly<Record<string, Tensor | readonly string[]>>;

/** Named arrays, of which some may stay in their files. */
export type PartArrays = Readonly<Record<string, NamedArrays[string] | StoredArray>>;

/** The raw parts that roles select from arrays. Throws {@link DataError} where an input holds texts. */
export function partsOfArrays(source: string, roles: ArrayRoles, arrays: PartArrays): RawParts {
  const parts: Partial<Record<PartName, RawPart>> = {};
  for (const name of partNames) {
    const part = roles[name];
    if (part === undefined) continue;
    parts[name] = {
      inputs: part.inputs.map(({ field, array }) => ({
        name: field,
        values: numbersOf(source, array, arrays[array]!),
      })),
      target: part.target && { name: part.target.field, values: arrays[part.target.array]! },
    };
  }
  return { parts };
}

function numbersOf(source: string, name: string, values: PartArrays[string]): Tensor | StoredArray {
  if ('dtype' in values) return values;
  throw new DataError(
    `${source}: array '${name}' holds texts such as '${values[0] ?? ''}', expected numbers for an input`,
  );
}

/** How to understand arrays in memory. */
export interface ArrayOptions extends TargetOptions {
  /** What to call the data in messages; by default `arrays`. */
  readonly source?: string;
  readonly target?: string;
  /** Layout of the first input; by default inferred from its shape. */
  readonly layout?: Layout;
}

/**
 * Datasets from arrays in memory, with the same rules for names, parts and targets as a `.npz` file.
 *
 * @example
 * const { train } = datasetsFromArrays({ x: fromNumbers('float32', [4, 2], values), y: ['cat', 'dog', 'dog', 'cat'] });
 */
export function datasetsFromArrays(arrays: NamedArrays, options: ArrayOptions = {}): DatasetSplits {
  const { source = 'arrays', target, layout } = options;
  const roles = assignRoles(source, Object.keys(arrays), { target, withTarget: true });
  const raw = partsOfArrays(source, roles, arrays);
  return assembleSplits(source, layout === undefined ? raw : { ...raw, layout }, options);
}
