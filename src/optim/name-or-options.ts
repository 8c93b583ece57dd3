import * as z from 'zod';

/** A schema of options that also takes the bare name of an entry: its options then have their defaults. */
export function nameOrOptions<Schema extends z.ZodType<object, { readonly name: string }>>(options: Schema) {
  return z.preprocess(
    (given: z.input<Schema> | z.input<Schema>['name']) => (typeof given === 'string' ? { name: given } : given),
    options,
  );
}
