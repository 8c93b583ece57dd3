import { isNetwrightError, NetwrightError, UsageError } from '../core/index.ts';
import { NotFound } from './board-index/index.ts';

/** What a request that fails is answered with. */
export type FailureStatus = 400 | 403 | 404 | 409 | 413 | 415 | 503;

/** A request that fails, in a form that travels between threads. */
export class BoardFailure extends NetwrightError {
  readonly status: FailureStatus;

  constructor(status: FailureStatus, message: string) {
    super(message);
    this.status = status;
  }
}

/** A failure for an error of netwright; undefined for bugs. */
export function toFailure(error: unknown): BoardFailure | undefined {
  if (error instanceof BoardFailure) return error;
  if (!isNetwrightError(error)) return undefined;
  const status = error instanceof NotFound ? 404 : error instanceof UsageError ? 400 : 409;
  return new BoardFailure(status, error.message);
}
