/** The command line: the only place that reads arguments, prints or exits. */
export { runCommandLine } from './program.ts';
