/**
 * What the command line says to the program that started it. Ended at once by Ctrl-C it says nothing more: shells make 130
 * of the signal.
 */
export const exitCodes = {
  /** All is well. */
  fine: 0,
  /** The run failed, was interrupted, or found something wrong. */
  failed: 1,
  /** The command, an option or the recipe cannot be understood. */
  usage: 2,
  /** A bug of netwright's own. */
  bug: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The same as lines of the help text. */
export const exitCodesHelp = `Exit codes:
  0    fine
  1    the run failed, was interrupted, or found something, such as a loss that is not finite
  2    wrong usage: the command, an option or the recipe
  3    a bug in netwright
  130  ended at once by Ctrl-C: before training began, or by a second one`;
