/**
 * The errors that netwright throws. Each message says where, which rule was broken, what was received and what to do,
 * so that the command line can print it alone. A network that trains badly is a finding, never an error.
 */

interface NetwrightErrorOptions extends ErrorOptions {
  /** What to do about it, one sentence; appended to the message. */
  advice?: string;
}

/** Base of every error that netwright throws on purpose. Anything else that escapes is a bug of ours. */
export class NetwrightError extends Error {
  constructor(message: string, options: NetwrightErrorOptions = {}) {
    const { advice, ...errorOptions } = options;
    super(advice === undefined ? message : `${message}. ${advice}`, errorOptions);
    this.name = new.target.name;
  }
}

/** A command, option or recipe that cannot be understood. The command line exits with 2. */
export class UsageError extends NetwrightError {}

/** Axis lengths or ranks that do not fit together. */
export class ShapeError extends NetwrightError {}

/** A graph that breaks a rule of ONNX or of netwright's catalogue, at one node. */
export class GraphError extends NetwrightError {
  readonly nodeName: string | undefined;
  readonly opType: string | undefined;
  readonly layer: string | undefined;

  constructor(
    message: string,
    options: NetwrightErrorOptions & { nodeName?: string; opType?: string; layer?: string } = {},
  ) {
    const { nodeName, opType, layer, ...rest } = options;
    const place = [
      opType === undefined ? undefined : `${opType} node${nodeName === undefined ? '' : ` '${nodeName}'`}`,
      layer === undefined ? undefined : `of layer '${layer}'`,
    ].filter((part) => part !== undefined);
    super(place.length === 0 ? message : `${place.join(' ')}: ${message}`, rest);
    this.nodeName = nodeName;
    this.opType = opType;
    this.layer = layer;
  }
}

/** A file that is absent, cut short, malformed or larger than allowed. */
export class FileError extends NetwrightError {
  readonly path: string;
  readonly offset: number | undefined;

  constructor(path: string, message: string, options: NetwrightErrorOptions & { offset?: number } = {}) {
    const { offset, ...rest } = options;
    super(`${path}${offset === undefined ? '' : ` at byte ${offset}`}: ${message}`, rest);
    this.path = path;
    this.offset = offset;
  }
}

/** Data that cannot be trained on as it is: a NaN, a text where numbers belong, a column that is not there. */
export class DataError extends NetwrightError {}

/** An engine that is missing or that failed while running a graph. */
export class RuntimeError extends NetwrightError {}

/** Training that cannot go on: the loss or a gradient is not finite. */
export class TrainingError extends NetwrightError {}

/** True for the errors above: their message is meant for the user. */
export function isNetwrightError(error: unknown): error is NetwrightError {
  return error instanceof NetwrightError;
}
