/** What app and server agree on, and what it draws alike with reports: the only place where the app imports from the library. */
export {
  type Axis as ValueAxis,
  axisOver,
  type ColorMapName,
  colorMapNames,
  mappedColor,
  seriesColors,
  type Tick,
  ticksOf,
} from '../../../../src/charts/index.ts';
export * from '../../../../src/server/browser.ts';
