import type { Rule } from '../rule.ts';

/** From this share on it is no matter of a border that a stride leaves over, or of a window that saw no sample. */
const large = 0.5;
/** Operators that pass on the largest of several numbers: what did not win in this batch may win in another. */
const winners: ReadonlySet<string> = new Set([
  'GlobalMaxPool',
  'Max',
  'MaxPool',
  'Min',
  'ReduceMax',
  'ReduceMin',
  'TopK',
]);

/** Numbers of the input that no output depends on. */
export const ignoredInputs: Rule = {
  name: 'ignored-inputs',
  family: 'layers',
  title: 'inputs that the network ignores',
  rows: ['D7'],
  suspect({ flow, subject: { design } }) {
    if (design.network.graph.nodes.some(({ opType }) => winners.has(opType))) return undefined;
    const found = flow?.inputs.find(({ ignored, elements }) => ignored / elements >= large && ignored < elements);
    if (found === undefined) return undefined;
    return {
      likelihood: 0.5,
      reason: `no output depends on ${found.ignored} of the ${found.elements} numbers of input '${found.name}', number ${found.firstIgnored[0]} first`,
      remedies: [],
      measured: {
        status: 'confirmed',
        quantity: `numbers of input '${found.name}' that no output depends on`,
        found: found.ignored,
        expected: 0,
      },
    };
  },
};
