import { describe, expect, it } from 'vitest';
import { GraphError, RuntimeError } from '../core/index.ts';
import type { Graph, Node } from '../graph/index.ts';
import { explainFailure } from './explain-failure.ts';

const node = (name: string, opType: string, layer?: string): Node => ({
  name,
  opType,
  domain: '',
  inputs: [],
  outputs: [],
  attributes: {},
  ...(layer === undefined ? {} : { layer }),
});

const graph: Graph = {
  name: 'step',
  inputs: [],
  outputs: [],
  initializers: new Map(),
  types: new Map(),
  nodes: [
    node('MatMul', 'MatMul'),
    node('dense/MatMul', 'MatMul', 'dense'),
    node('dense/MatMul_1', 'MatMul', 'dense'),
    node('dense/Relu', 'Relu', 'dense'),
    node('head/Erf', 'Erf', 'head'),
  ],
};

const explain = (message: string) => explainFailure(new Error(message), graph, 'failed', 'Try another').message;

describe('explaining what ONNX Runtime says', () => {
  it.each([
    [
      "Non-zero status code returned while running Erf node. Name:'head/Erf' Status Message: out of bounds",
      "Erf node 'head/Erf' of layer 'head' failed: out of bounds",
    ],
    [
      "failed to call OrtRun(). ERROR_CODE: 2, ERROR_MESSAGE: Non-zero status code returned while running Erf node. Name:'head/Erf' Status Message: out of bounds",
      "Erf node 'head/Erf' of layer 'head' failed: out of bounds",
    ],
    [
      "Non-zero status code returned while running FusedGemm node. Name:'fused dense/MatMul_1/MatMulAddFusion' Status Message: no memory",
      "MatMul node 'dense/MatMul_1' of layer 'dense' failed: no memory",
    ],
    [
      "Could not find an implementation for Erf(13) node with name 'head/Erf'",
      "Erf node 'head/Erf' of layer 'head' failed: Could not find an implementation for Erf(13) node with name 'head/Erf'. Try another",
    ],
    [
      'Node (dense/MatMul) Op (MatMul) [ShapeInferenceError] Incompatible dimensions for matrix multiplication',
      "MatMul node 'dense/MatMul' of layer 'dense' failed: Node (dense/MatMul) Op (MatMul) [ShapeInferenceError] Incompatible dimensions for matrix multiplication",
    ],
    [
      'Type Error: Type parameter (T) of Optype (MatMul) bound to different types (tensor(float) and tensor(int64) in node (MatMul).',
      "MatMul node 'MatMul' failed: Type Error: Type parameter (T) of Optype (MatMul) bound to different types (tensor(float) and tensor(int64) in node (MatMul)",
    ],
    [
      'This is an invalid model. In Node, ("head/Erf", Erf, "", -1) : ("x": tensor(float),) -> ("y": tensor(float),) , Error No Op registered for Erf with domain_version of 21',
      'Erf node \'head/Erf\' of layer \'head\' failed: This is an invalid model. In Node, ("head/Erf", Erf, "", -1) : ("x": tensor(float),) -> ("y": tensor(float),) , Error No Op registered for Erf with domain_version of 21. Try another',
    ],
    [
      "Can't create a session. ERROR_CODE: 6, ERROR_MESSAGE: No Op registered for Erf with domain_version of 21",
      "Erf node 'head/Erf' of layer 'head' failed: No Op registered for Erf with domain_version of 21. Try another",
    ],
    [
      "Non-zero status code returned while running Add node. Name:'somewhere' Status Message: broken",
      "graph 'step' failed: broken",
    ],
    ['no memory left', "graph 'step' failed: no memory left"],
  ])('turns %j into a sentence that names what failed', (message, expected) => {
    expect(explain(message)).toBe(expected);
  });

  it('keeps the engine’s own error as the cause', () => {
    const cause = new Error('broken');
    const error = explainFailure(cause, graph, 'failed', 'Try another');
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error.cause).toBe(cause);
  });

  it('keeps the words of errors that already name the place', () => {
    const unknown = new GraphError('lower it first', { opType: 'Conv', nodeName: 'c' });
    const explained = explainFailure(unknown, graph, 'failed', 'Try another');
    expect(explained).toBeInstanceOf(RuntimeError);
    expect(explained).toMatchObject({ message: "Conv node 'c': lower it first", cause: unknown });
    expect(explainFailure(explained, graph, 'failed', 'Try another')).toBe(explained);
  });

  it('takes thrown values that are no errors', () => {
    expect(explainFailure(42, graph, 'failed', 'Try another').message).toBe("graph 'step' failed: 42");
  });
});
