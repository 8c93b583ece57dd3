/** How pages look: one column of text, charts as many beside each other as fit, light and dark, on screen and on paper. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--raised:#fff;--ink:#1c2430;--quiet:#5b6675;--line:#e3e7ec;--accent:#1f63b8;--alarm:#b3261e}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1120px;margin:0 auto;padding:40px 24px 72px}
h1{font-size:27px;line-height:1.2;letter-spacing:-.015em;margin:0 0 6px;overflow-wrap:anywhere}
.subtitle{color:var(--quiet);margin:0 0 28px;overflow-wrap:anywhere}
h2{font-size:18px;letter-spacing:-.01em;margin:44px 0 14px;padding-top:18px;border-top:1px solid var(--line)}
h3{font-size:14px;margin:22px 0 8px}
p,li{max-width:72ch;overflow-wrap:anywhere}
p{margin:0 0 12px}
ul{padding-left:20px;margin:0 0 12px}
nav{margin:0 0 8px;color:var(--quiet)}
nav a{margin-right:16px;white-space:nowrap}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:2px}
.alarm{border-left:3px solid var(--alarm);padding-left:14px}
.scroll{overflow-x:auto;margin:0 0 14px}
.scroll:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;font-size:13.5px;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--quiet);padding:0 0 6px}
th,td{padding:5px 20px 5px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{color:var(--quiet);font-weight:500;white-space:nowrap}
tbody th{font-weight:500}
.number{text-align:right}
.wide td,.wide th{overflow-wrap:anywhere}
pre{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:color-mix(in srgb,var(--line) 35%,var(--paper));border-radius:6px;padding:12px 14px;margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
details{margin:0 0 12px}
summary{cursor:pointer;color:var(--accent);margin-bottom:8px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,430px),1fr));gap:26px 28px;margin:0 0 18px}
.chart{display:block;width:100%;height:auto;max-width:600px}
.images{display:flex;flex-wrap:wrap;gap:22px 26px;margin:0 0 18px}
figure{margin:0;max-width:100%}
figure .chart{max-width:200px}
figure img{display:block;image-rendering:pixelated;max-width:100%;height:auto;border:1px solid var(--line)}
figcaption{font-size:12px;line-height:1.45;color:var(--quiet);max-width:240px;padding-top:6px;overflow-wrap:anywhere}
footer{margin-top:56px;color:var(--quiet);font-size:13px}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14181e;--ink:#e8ebf0;--quiet:#9aa5b4;--line:#2a313b;--accent:#79b0f5;--alarm:#ff8a80}}
@media (max-width:520px){main{padding:24px 16px 48px}h1{font-size:22px}h2{margin-top:34px}}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}.chart,figure,tr{break-inside:avoid}.charts{grid-template-columns:1fr 1fr}nav{display:none}details>:not(summary){display:block}}
`.trim();
