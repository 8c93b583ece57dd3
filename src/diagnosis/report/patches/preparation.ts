import type { FittedInput } from '../../../nn/index.ts';
import type { Design } from '../../design.ts';
import { type ArrayWriter, whiteningLines, written, writtenList } from './numbers.ts';

/** How a library clips an array and squashes it. */
export interface ArrayFunctions {
  readonly arrayOf: ArrayWriter;
  readonly infinity: string;
  clip(array: string, low: string, high: string): string;
  readonly squash: Readonly<Record<'asinh' | 'log1p' | 'tanh', (array: string) => string>>;
}

/** Inputs that one design prepares inside its network and the other, of which it was made, does not. */
export function newPreparation(before: Design, after: Design): readonly FittedInput[] {
  return before.network.preparation === undefined ? (after.network.preparation?.inputs ?? []) : [];
}

/** Lines of Python that clip an input, squash it and whiten it as a network does that holds its preparation. */
export function preparationLines(array: string, fitted: FittedInput, functions: ArrayFunctions): string[] {
  const { mean, deviation } = fitted;
  return [
    ...clippingLines(array, fitted, functions),
    ...squashingLines(array, fitted, functions),
    ...(mean === undefined || deviation === undefined
      ? []
      : whiteningLines(array, { mean, deviation: deviation.map((number) => number || 1) }, functions.arrayOf)),
  ];
}

function clippingLines(array: string, { minimum, maximum }: FittedInput, functions: ArrayFunctions): string[] {
  const limits = [minimum, maximum];
  if (limits.every((each) => each === undefined)) return [];
  const { arrayOf, infinity, clip } = functions;
  const length = (minimum ?? maximum)!.length;
  const [low, high] = limits.map((each, side) => {
    const unlimited = `${side === 0 ? '-' : ''}${infinity}`;
    const list = Array.from({ length }, (_, group) => each?.[group] ?? undefined);
    const texts = list.map((limit) => (limit === undefined ? unlimited : written(limit)));
    return length === 1 ? texts[0]! : arrayOf(`[${texts.join(', ')}]`);
  });
  const isShort = writtenList(Array.from({ length }, () => 0)) !== undefined;
  return [
    isShort
      ? `${array} = ${clip(array, low!, high!)}  # new data too`
      : `# clip ${array} as the preparation of the recipe says, by the training data`,
  ];
}

function squashingLines(array: string, { squash, groups }: FittedInput, functions: ArrayFunctions): string[] {
  const line = (part: string, { function: name, scale }: { function: keyof ArrayFunctions['squash']; scale: number }) =>
    `${part} = ${functions.squash[name](`${part} / ${written(scale)}`)}  # new data too`;
  const [only] = squash ?? [];
  if (squash?.length === 1 && only) return [line(array, only)];
  // Channels that come first have axes of length 1 behind them.
  const place = (group: number) => (groups.length > 1 ? `${array}[:, ${group}]` : `${array}[..., ${group}]`);
  return (squash ?? []).flatMap((each, group) => (each === null ? [] : [line(place(group), each)]));
}
