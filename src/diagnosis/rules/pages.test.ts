import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resolveRecipe } from '../../train/index.ts';
import { remedyNames } from '../remedies/index.ts';
import { rules } from './index.ts';

const read = (name: string, file: string) => readFileSync(new URL(`${name}/${file}`, import.meta.url), 'utf8');
const sections = ['Why it matters', 'How it is detected', 'Example', 'Fix', 'References'];
const codeOf = (page: string, language: string) =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```/gms)].flatMap(([, found, code]) =>
    found === language ? [code!.trim()] : [],
  );

describe.each(rules)('the page of $name', ({ name, family, title, rows }) => {
  const page = read(name, 'page.md');

  it('has the title, the family and the rows of its rule, and all sections', () => {
    expect(page.split('\n')[0]!.toLowerCase()).toBe(`# ${title.toLowerCase()}`);
    expect(page).toContain(`\`${name}\`, of the family \`${family}\`; article rows ${rows.join(', ')}.`);
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(sections);
  });

  it('tells how likely a cause is in words, not by the numbers that tuning changes', () => {
    const detected = page.slice(page.indexOf('## How it is detected'), page.indexOf('## Example'));
    expect(detected).not.toMatch(/\((?:[^()]*[ :])?0\.\d+\)/);
  });

  it('shows the example that is trained', () => {
    const [code] = codeOf(page, 'ts');
    expect(read(name, 'example.ts')).toContain(code);
  });

  it('names the remedies of its rule, and recipes that are valid', () => {
    const fix = page.slice(page.indexOf('## Fix'), page.indexOf('## References'));
    const quoted = [...fix.matchAll(/\(`(\w+)`|, `(\w+)`\)/g)].map(([, first, second]) => first ?? second);
    for (const remedy of quoted) expect(remedyNames).toContain(remedy);
    const proposed = [...read(name, 'rule.ts').matchAll(/'(\w+)'/g)].flatMap(([, word]) =>
      remedyNames.some((remedy) => remedy === word) ? [word] : [],
    );
    for (const remedy of proposed) expect(fix).toContain(`\`${remedy}\``);
    for (const recipe of codeOf(page, 'json')) expect(() => resolveRecipe(JSON.parse(recipe))).not.toThrow();
  });
});
