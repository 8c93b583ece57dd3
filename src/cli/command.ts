import type { ExitCode } from './exit-codes.ts';
import type { Screens } from './screen.ts';

/** One option of a command. */
export interface OptionDefinition<Value> {
  /** As commander reads them: `--batch-size <n>`. */
  readonly flags: string;
  /** One line for `--help` and the docs. */
  readonly help: string;
  /** The words that are allowed, where they are few. */
  readonly choices?: readonly string[];
  /** Whether the command cannot do without it. */
  readonly required?: boolean;
  /** The value that a text stands for. Throws {@link OptionFault} where it is none. Switches have none. */
  readonly parse?: (text: string) => Value;
}

/** Options by the name of their value, which is the flag in camel case. */
export type OptionDefinitions = Readonly<Record<string, OptionDefinition<unknown>>>;

/** The values of options; one that was not given is absent. */
export type OptionValues<Options extends OptionDefinitions> = {
  readonly [Name in keyof Options]?: Options[Name] extends OptionDefinition<infer Value> ? Value : never;
};

/** A command as data; `program.ts` gives it to commander, help and messages included. */
export interface CommandDefinition {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What the command's own help says above the options, in paragraphs. */
  readonly description: readonly string[];
  /** The argument, MODEL unless it has another name: what it may be, and whether it can be left out. */
  readonly model: { readonly name?: string; readonly required: boolean; readonly help: string };
  /** Whether further arguments of that kind may follow. */
  readonly isVariadic?: boolean;
  readonly options: OptionDefinitions;
  readonly examples: readonly { readonly command: string; readonly does: string }[];
  run(
    model: string | undefined,
    options: Readonly<Record<string, unknown>>,
    screens: Screens,
    more: readonly string[],
  ): Promise<ExitCode>;
}

/** Ties a command's `run` to the types of its options. */
export function defineCommand<const Options extends OptionDefinitions>(
  definition: Omit<CommandDefinition, 'options' | 'run'> & {
    readonly options: Options;
    run(
      model: string | undefined,
      options: OptionValues<Options>,
      screens: Screens,
      more: readonly string[],
    ): Promise<ExitCode>;
  },
): CommandDefinition {
  return {
    ...definition,
    // The values were made by the `parse` of these same options.
    run: (model, options, screens, more) => definition.run(model, options as OptionValues<Options>, screens, more),
  };
}

/** A text that is no value of an option: says what was expected. */
export class OptionFault extends Error {}

/** An option with any text. */
export function textOption(flags: string, help: string, more: { required?: boolean } = {}): OptionDefinition<string> {
  return { flags, help, parse: (text) => text, ...more };
}

/** An option with one of a few words, the keys of `choices`; a catalogue's type makes sure that all are there. */
export function choiceOption<Choice extends string>(
  flags: string,
  help: string,
  choices: Readonly<Record<Choice, true>>,
): OptionDefinition<Choice> {
  return { flags, help, choices: Object.keys(choices), parse: (text) => text as Choice };
}

/** An option with some of a few words, the keys of `choices`, with commas between. */
export function listOption<Choice extends string>(
  flags: string,
  help: string,
  choices: Readonly<Record<Choice, true>>,
): OptionDefinition<Choice[]> {
  const known = Object.keys(choices);
  return {
    flags,
    help: `${help}: ${known.join(', ')}`,
    parse: (text) => {
      const words = text.split(',').map((word) => word.trim());
      const wrong = words.find((word) => !known.includes(word));
      if (wrong !== undefined) throw new OptionFault(`'${wrong}' is none of ${known.join(', ')}`);
      return words as Choice[];
    },
  };
}

/** An option with a whole number of `least` or more. */
export function integerOption(flags: string, help: string, least: number): OptionDefinition<number> {
  return {
    flags,
    help,
    parse: (text) => {
      const number = Number(text);
      if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
      throw new OptionFault(`expected a whole number of ${least} or more`);
    },
  };
}

/** An option with a number above 0, and below `limit` where there is one. */
export function numberOption(flags: string, help: string, limit = Number.POSITIVE_INFINITY): OptionDefinition<number> {
  return {
    flags,
    help,
    parse: (text) => {
      const number = text.trim() === '' ? Number.NaN : Number(text);
      if (number > 0 && number < limit) return number;
      throw new OptionFault(
        limit === Number.POSITIVE_INFINITY ? 'expected a number above 0' : `expected a number between 0 and ${limit}`,
      );
    },
  };
}

/** An option with names, commas between them. */
export function namesOption(flags: string, help: string): OptionDefinition<string[]> {
  return {
    flags,
    help,
    parse: (text) => {
      const names = text.split(',').map((name) => name.trim());
      if (names.every((name) => name !== '')) return names;
      throw new OptionFault('expected names with commas between');
    },
  };
}

/** A switch. `--no-shuffle` is the switch `shuffle`, true unless the flag is given. */
export function switchOption(flags: string, help: string): OptionDefinition<boolean> {
  return { flags, help };
}
