import { expect, it } from 'vitest';
import { formatReaders, otherFormats } from '../src/importers/formats.ts';
import { importingTable, readImportingPage } from './make-importing-table.mjs';

it('the tables of docs/importing.md are what scripts/make-importing-table.mjs makes of the catalogue', () => {
  expect(readImportingPage().table).toBe(importingTable(formatReaders, otherFormats));
});
