import { describe, expect, it } from 'vitest';
import { csvField, joinedCsv } from './csv.ts';

describe('the table of several runs', () => {
  it('has one head and the run in front of every line', () => {
    const text = 'step,wall_time,value\n0,1,NaN\n';
    expect(
      joinedCsv([
        { run: 'a', tag: 'loss', text },
        { run: 'b,"c"', tag: 'loss', text },
      ]),
    ).toBe('run,step,wall_time,value\na,0,1,NaN\n"b,""c""",0,1,NaN\n');
  });

  it('names the tag, too, where there are several', () => {
    const text = 'step,wall_time,value\n0,1,2\n';
    expect(
      joinedCsv([
        { run: 'a', tag: 'low', text },
        { run: 'a', tag: 'high', text },
      ]),
    ).toBe('run,tag,step,wall_time,value\na,low,0,1,2\na,high,0,1,2\n');
  });

  it('quotes only what needs it', () => {
    expect(['plain', 'a b', 'a,b', 'a"b', 'a\nb'].map(csvField)).toEqual(['plain', 'a b', '"a,b"', '"a""b"', '"a\nb"']);
  });
});
