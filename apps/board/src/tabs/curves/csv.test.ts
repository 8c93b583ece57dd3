import { describe, expect, it } from 'vitest';
import { csvField, joinedCsv } from './csv.ts';

describe('the table of several runs', () => {
  it('has one head and the run in front of every line', () => {
    const text = 'step,wall_time,value\n0,1,NaN\n';
    expect(
      joinedCsv([
        { run: 'a', text },
        { run: 'b,"c"', text },
      ]),
    ).toBe('run,step,wall_time,value\na,0,1,NaN\n"b,""c""",0,1,NaN\n');
  });

  it('quotes only what needs it', () => {
    expect(['plain', 'a b', 'a,b', 'a"b', 'a\nb'].map(csvField)).toEqual(['plain', 'a b', '"a,b"', '"a""b"', '"a\nb"']);
  });
});
