import type { Rule } from '../rule.ts';

/** Parameters behind rounding, or that nothing reads: no training moves them. */
export const blockedGradient: Rule = {
  name: 'blocked-gradient',
  family: 'layers',
  title: 'parameters that no gradient reaches',
  rows: ['D7'],
  suspect({ start, subject: { design } }) {
    const silent = start?.silent.filter(({ why }) => why !== 'frozen') ?? [];
    const disconnected = silent.filter(({ why }) => why === 'disconnected');
    const [first] = disconnected.length > 0 ? disconnected : silent;
    if (first === undefined) return undefined;
    const blocks = design.network.graph.nodes.some(({ opType }) => steps.has(opType));
    // A constant output, dead units and the like stop gradients too, and have rules of their own.
    if (disconnected.length === 0 && !blocks) return undefined;
    return {
      likelihood: disconnected.length > 0 ? 0.1 : 0.8,
      // What leads nowhere takes no part in learning either.
      ...(disconnected.length > 0 && { isNote: true }),
      reason:
        disconnected.length > 0
          ? `${disconnected.length} parameters are read by nothing that leads to the output, '${first.name}' first`
          : `the gradients of ${silent.length} parameters are exactly 0, and the network rounds`,
      layer: first.layer,
      remedies: ['noRounding'],
    };
  },
};

const steps: ReadonlySet<string> = new Set(['Ceil', 'Floor', 'Round', 'Sign']);
