/** Rules of CSS for the classes of drawings. Colours stand in the rules, not in variables, which many viewers do not know. */
export const chartStyle = `
.chart{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:11px;font-variant-numeric:tabular-nums}
.chart-heading{font-size:13px;font-weight:600;fill:#1c2430}
.chart-text{fill:#1c2430}
.chart-quiet{fill:#5b6675}
.chart-paper{fill:#fff}
.chart-line{fill:none;stroke-linecap:round;stroke-linejoin:round}
.chart-grid{stroke:#e6e9ee;fill:none}
.chart-axis{stroke:#aab2bd;fill:none}
.chart-bar{fill:#e6e9ee}
.chart-odd{fill:#d6336c;stroke:none}
.chart-whisker{stroke:#1c2430;fill:none}
.chart-pixels{image-rendering:pixelated}
@media screen and (prefers-color-scheme:dark){
.chart-heading,.chart-text{fill:#e8ebf0}
.chart-quiet{fill:#9aa5b4}
.chart-paper{fill:#14181e}
.chart-grid{stroke:#2a313b}
.chart-axis{stroke:#596474}
.chart-bar{fill:#2a313b}
.chart-odd{fill:#ff6b9a}
.chart-whisker{stroke:#e8ebf0}
}
`.trim();
