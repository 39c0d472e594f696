/** Paper cannot scroll or unfold. */
export const printStyle = `
@media print{
body{max-width:none;padding:0;background:#fff;font-size:11px}
nav{display:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.scroll,#graph .scroll{overflow:visible;max-height:none}
.graph{min-width:0;max-height:92vh}
details::details-content{content-visibility:visible;block-size:auto}
tr,.problem,.tile,.card{break-inside:avoid}
h2,h3{break-after:avoid}
section{margin-top:1.4rem}
.sample{table-layout:fixed}
.sample th,.sample td{white-space:normal;overflow-wrap:anywhere;max-width:none;padding:.2rem .35rem}
}
`;
