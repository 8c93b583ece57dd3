import type { CommandDefinition } from '../command.ts';
import { board } from './board.ts';
import { caseStudy } from './case-study.ts';
import { check } from './check.ts';
import { compare } from './compare.ts';
import { diagnose } from './diagnose.ts';
import { evaluate } from './evaluate.ts';
import { exportCommand } from './export.ts';
import { invariance } from './invariance.ts';
import { plot } from './plot.ts';
import { predict } from './predict.ts';
import { report } from './report.ts';
import { summary } from './summary.ts';
import { train } from './train.ts';
import { verifyResume } from './verify-resume.ts';

/** Every command, in the order of the help text. */
export const commands: readonly CommandDefinition[] = [
  train,
  diagnose,
  evaluate,
  predict,
  summary,
  exportCommand,
  check,
  verifyResume,
  compare,
  invariance,
  board,
  report,
  plot,
  caseStudy,
];
