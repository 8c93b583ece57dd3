import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isNetwrightError, UsageError } from '../core/index.ts';
import type { CommandDefinition, OptionDefinition } from './command.ts';
import { OptionFault } from './command.ts';
import { commands } from './commands/index.ts';
import { type ExitCode, exitCodes, exitCodesHelp } from './exit-codes.ts';
import { createScreen, type Screens } from './screen.ts';
import { netwrightVersion } from './version.ts';

/**
 * Runs the command line and resolves to its exit code. Nothing escapes: what netwright throws on purpose becomes a
 * message, anything else is reported as a bug.
 *
 * @param args the arguments behind the program's name
 */
export async function runCommandLine(args: readonly string[]): Promise<ExitCode> {
  const screens = { output: createScreen(process.stdout), errors: createScreen(process.stderr) };
  let exitCode: ExitCode = exitCodes.fine;
  const program = createProgram(screens, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
    return reportError(screens, error);
  } finally {
    screens.output.progress(undefined);
    screens.errors.progress(undefined);
  }
}

/** Says on the error stream what went wrong, and returns the exit code that belongs to it. */
export function reportError({ output, errors }: Screens, error: unknown): ExitCode {
  output.progress(undefined);
  const mark = errors.colors.red('netwright:');
  if (isNetwrightError(error)) {
    errors.print(`${mark} ${error.message}`);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  errors.print(
    `${mark} this is a bug in netwright ${netwrightVersion()}, please report it with the command that you typed and these lines:\n${details}`,
  );
  return exitCodes.bug;
}

function createProgram({ output, errors }: Screens, setExitCode: (code: ExitCode) => void): Command {
  const program = new Command('netwright')
    .description('Builds deep networks that learn, and finds out why yours does not.')
    .version(netwrightVersion(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [COMMAND]', 'show the help of a command')
    .addHelpText('after', `\n${exitCodesHelp}\n\nnetwright COMMAND --help shows a command's options and examples.`)
    .exitOverride()
    .configureOutput({
      outputError: (text) => errors.print(`${errors.colors.red('netwright:')} ${text.replace(/^error: /, '').trim()}`),
    });
  for (const definition of commands) {
    const command = program.command(definition.name).copyInheritedSettings(program);
    const { name = 'MODEL', required, help } = definition.model;
    const argument = definition.isVariadic ? `${name}...` : name;
    command
      .summary(definition.summary)
      .description(definition.description.join('\n\n'))
      .helpOption('-h, --help', 'show this help')
      .argument(required ? `<${argument}>` : `[${argument}]`, help)
      .addHelpText('after', `\n${examplesHelp(definition)}\n\n${exitCodesHelp}`)
      .action(async (given: string | string[] | undefined, options: Record<string, unknown>) => {
        const [model, ...more] = [given ?? []].flat();
        setExitCode(await definition.run(model, options, { output, errors }, more));
      });
    for (const option of Object.values(definition.options)) command.addOption(createOption(option));
  }
  return program;
}

function createOption({ flags, help, choices, required = false, parse }: OptionDefinition<unknown>): Option {
  const option = new Option(flags, help).makeOptionMandatory(required);
  if (choices !== undefined) return option.choices(choices);
  if (parse === undefined) return option;
  return option.argParser((text: string) => {
    try {
      return parse(text);
    } catch (error) {
      throw error instanceof OptionFault ? new InvalidArgumentError(`${error.message}.`) : error;
    }
  });
}

function examplesHelp({ examples }: CommandDefinition): string {
  return ['Examples:', ...examples.flatMap(({ command, does }) => [`  ${command}`, `      ${does}`])].join('\n');
}
