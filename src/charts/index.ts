/** Drawing without a browser's libraries: charts as SVG, images as PNG, pages of HTML, plots in a terminal; all pure functions. */
export { type Axis, axisOver, type ScaleName } from './axis.ts';
export { type Bar, type BarChart, drawBarChart } from './bar-chart.ts';
export { drawColorBar } from './color-bar.ts';
export { type ColorMapName, colorMapNames, mappedColor } from './color-maps.ts';
export { type CurveChart, drawCurveChart, type Series } from './curve-chart.ts';
export { type Drawing, sideBySide, svgElement, svgFile } from './drawing.ts';
export { escapeMarkup } from './escape-markup.ts';
export { drawHeatMap, type HeatMap, type HeatMapRow } from './heat-map.ts';
export { drawHistogramChart, type HistogramChart, type StepHistogram } from './histogram-chart.ts';
export { type Block, htmlPage, type Page, type Picture, type Section, type Table } from './html-page.ts';
export { dataUri, encodePng } from './png.ts';
export { seriesColors } from './series-colors.ts';
export { drawBars, type TextBar } from './terminal/bars.ts';
export { type BraillePlot, drawBraillePlot } from './terminal/braille-plot.ts';
export { drawSparkline } from './terminal/sparkline.ts';
export { formatValue, type Tick, ticksOf } from './ticks.ts';
export { type DrawnImage, drawValueImage, type ValueImage } from './value-image.ts';
