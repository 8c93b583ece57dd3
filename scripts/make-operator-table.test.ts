import { describe, expect, it } from 'vitest';
import { allOperators } from '../src/ops/index.ts';
import { operatorTable, readExceptions, readPage } from './make-operator-table.mjs';

describe('docs/operators.md', () => {
  it('is what scripts/make-operator-table.mjs makes of the catalogue', () => {
    expect(readPage()).toBe(operatorTable(allOperators, readExceptions()));
  });
});

describe('operatorTable', () => {
  const [relu] = allOperators.filter(({ opType }) => opType === 'Relu');

  it('says how the gradient flows and where ONNX Runtime departs', () => {
    const operators = [
      { ...relu!, opType: 'A' },
      { ...relu!, opType: 'B', gradient: 'zero' as const },
      { ...relu!, opType: 'C', gradient: { missing: 'too hard' } },
    ];
    const table = operatorTable(operators, { lacking: { 'A: of a scalar': 'no kernel' }, otherNan: { A: 'lost' } });
    expect(table).toContain('| A | yes | not with of a scalar: no kernel; NaN: lost |\n| B | zero |  |');
    expect(table).toContain('| C | none: too hard |  |');
  });

  it('wants a section for every domain', () => {
    expect(() => operatorTable([{ ...relu!, domain: 'elsewhere' }], readExceptions())).toThrow(
      "no section for domain 'elsewhere'",
    );
  });
});
