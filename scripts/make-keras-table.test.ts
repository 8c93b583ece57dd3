import { expect, it } from 'vitest';
import { activationNames, kerasLayers } from '../src/importers/index.ts';
import { kerasTable, readKerasPage } from './make-keras-table.mjs';

it('the table of docs/keras.md is what scripts/make-keras-table.mjs makes of the catalogue', () => {
  expect(readKerasPage().table).toBe(kerasTable(kerasLayers, activationNames));
});
