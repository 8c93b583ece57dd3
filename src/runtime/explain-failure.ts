import { isNetwrightError, RuntimeError } from '../core/index.ts';
import type { Graph, Node } from '../graph/index.ts';

/** Where ONNX Runtime's messages put the name of a node; a fusion derives its own name from the nodes it replaced. */
const nodeNamePatterns = [
  /Name:'([^']+)'/,
  /node with name '([^']+)'/,
  /[Nn]ode \(([^)]+)\)/,
  /In Node, \("([^"]+)"/,
] as const;

/** WebAssembly's messages about operators it does not know give no node. */
const opTypePattern = /No Op registered for (\w+)/;

/** What engines say of an operator, or of a use of it, that they lack. */
const lackPattern = /not (?:yet )?(?:implement|support)|No Op registered|Could not find an implementation/i;

/** What stands around the cause in a message of ONNX Runtime. */
const wrapping =
  /^.*?ERROR_MESSAGE: |^Non-zero status code returned while running .*? Status Message: |^\/onnxruntime_src\/.*? was false\. /;

/**
 * The error to throw where an engine failed: it names the node and its layer as far as the engine's own message tells.
 *
 * @param what what happened to the node or the graph, as in `'failed in ONNX Runtime'`
 * @param alternative what computes an operator that this engine lacks
 */
export function explainFailure(error: unknown, graph: Graph, what: string, alternative: string): RuntimeError {
  if (error instanceof RuntimeError) return error;
  if (isNetwrightError(error)) return new RuntimeError(error.message, { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  const node = failedNode(message, graph.nodes);
  const subject = node === undefined ? `graph '${graph.name}'` : describeNode(node);
  let reason = message;
  while (wrapping.test(reason)) reason = reason.replace(wrapping, '');
  const advice = lackPattern.test(reason) ? { advice: alternative } : {};
  return new RuntimeError(`${subject} ${what}: ${reason.trim().replace(/\.$/, '')}`, { cause: error, ...advice });
}

function describeNode({ opType, name, layer }: Node): string {
  return `${opType} node '${name}'${layer === undefined ? '' : ` of layer '${layer}'`}`;
}

function failedNode(message: string, nodes: readonly Node[]): Node | undefined {
  for (const pattern of nodeNamePatterns) {
    const name = pattern.exec(message)?.[1];
    if (name === undefined) continue;
    let closest = nodes.find((node) => node.name === name);
    if (closest !== undefined) return closest;
    for (const node of nodes) {
      if (name.includes(node.name) && node.name.length > (closest?.name.length ?? 0)) closest = node;
    }
    if (closest !== undefined) return closest;
  }
  const opType = opTypePattern.exec(message)?.[1];
  return nodes.find((node) => node.opType === opType);
}
