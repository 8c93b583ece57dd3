/** The learning rate as a pure function of the optimizer step, 0 for the first: a resumed run needs no other state. */
export type Schedule = (step: number) => number;

/** What a schedule starts from besides its own options. */
export interface ScheduleContext {
  /** The optimizer's learning rate, which the schedule changes. */
  readonly learningRate: number;
  /** Number of optimizer steps that the run is planned for, 1 or more. */
  readonly totalSteps: number;
}

/** One schedule of the catalogue. */
export interface ScheduleDefinition<Options extends { readonly name: string }> {
  readonly name: Options['name'];
  /** One line for the help text. */
  readonly summary: string;
  create(options: Options, context: ScheduleContext): Schedule;
  /** Options on which the contract of schedules is tested. */
  readonly samples: readonly Options[];
}
