import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { validate } from './validate.ts';

const schema = z.strictObject({
  epochs: z.int().positive().default(10),
  layers: z
    .array(
      z.discriminatedUnion('layer', [
        z.strictObject({ layer: z.literal('dense'), units: z.int().positive() }),
        z.strictObject({ layer: z.literal('flatten') }),
      ]),
    )
    .optional(),
});

describe('validate', () => {
  it('fills in defaults', () => {
    expect(validate(schema, {}, 'recipe.json')).toEqual({ epochs: 10 });
  });

  it('names a misspelt field and the nearest known one', () => {
    expect(() => validate(schema, { epoch: 3 }, 'recipe.json')).toThrow(
      "recipe.json: unknown field 'epoch' (did you mean 'epochs'?)",
    );
  });

  it('gives the place of a fault inside a list', () => {
    expect(() => validate(schema, { layers: [{ layer: 'flatten' }, { layer: 'dense', unit: 3 }] }, 'r')).toThrow(
      /layers\[1\].units: .*layers\[1\]: unknown field 'unit' \(did you mean 'units'\?\)/,
    );
    expect(() => validate(schema, { epochs: 'many' }, 'r')).toThrow(
      /r: epochs: invalid input: expected int, received string|epochs: /,
    );
  });
});
