/** Paper cannot scroll or unfold: graphs shrink, folded lists open but for the columns of nodes, and samples are cut at the edge. */
export const printStyle = `
@media print{
body{max-width:none;padding:12px 0 0;background:#fff;font-size:11px}
nav{display:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.scroll,#graph .scroll{overflow:visible;max-height:none}
.graph{min-width:0;max-height:92vh}
details:not(:has(>.columns))::details-content{content-visibility:visible;block-size:auto}
tr:not(:has(.files)),.problem,.tile,.card{break-inside:avoid}
h2,h3{break-after:avoid}
section{margin-top:1.4rem}
.sample th,.sample td{max-width:9rem;padding:.2rem .5rem}
.scroll:has(.sample){overflow:hidden}
}
`;
