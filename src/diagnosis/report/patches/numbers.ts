/** The fewest digits that tell what a number of a patch has to be: seven, as a float32 has them. */
export const written = (value: number): string => String(Number(value.toPrecision(7)));

/** So many numbers are written out; of more it is written how they are made. */
const mostNumbers = 16;

/** A list of numbers as Python writes it; one number alone as itself. Undefined where there are too many of them. */
export function writtenList(values: readonly number[]): string | undefined {
  if (values.length > mostNumbers) return undefined;
  return values.length === 1 ? written(values[0]!) : `[${values.map(written).join(', ')}]`;
}

/** How a library writes an array of numbers, around the list. */
export type ArrayWriter = (list: string) => string;

/** Lines of Python that whiten an array, and what they divide by kept above 0. */
export function whiteningLines(
  array: string,
  { mean, deviation }: { readonly mean: readonly number[]; readonly deviation: readonly number[] },
  arrayOf: ArrayWriter,
): string[] {
  const [centre, spread] = [writtenList(mean), writtenList(deviation)];
  if (centre === undefined || spread === undefined) {
    return [
      `mean, std = ${array}.mean(axis=0), ${array}.std(axis=0)  # of the training data, for new data too`,
      'std[std == 0] = 1',
      `${array} = (${array} - mean) / std`,
    ];
  }
  if (mean.length === 1) return [`${array} = (${array} - ${centre}) / ${spread}  # new data too`];
  return [
    `mean = ${arrayOf(centre)}`,
    `std = ${arrayOf(spread)}`,
    `${array} = (${array} - mean) / std  # new data too`,
  ];
}

/** Lines of Python that scale targets, and bring answers back. */
export function targetLines(
  { mean, deviation }: { readonly mean: readonly number[]; readonly deviation: readonly number[] },
  arrayOf: ArrayWriter,
): string[] {
  const [centre, spread] = [writtenList(mean), writtenList(deviation)];
  if (centre === undefined || spread === undefined) {
    return [
      'y_mean, y_std = y.mean(axis=0), y.std(axis=0)',
      'y = (y - y_mean) / y_std  # predictions: * y_std + y_mean',
    ];
  }
  if (mean.length === 1) return [`y = (y - ${centre}) / ${spread}  # predictions: * ${spread} + ${centre}`];
  return [
    `y_mean, y_std = ${arrayOf(centre)}, ${arrayOf(spread)}`,
    'y = (y - y_mean) / y_std  # predictions: * y_std + y_mean',
  ];
}
