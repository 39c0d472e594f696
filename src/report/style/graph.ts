/** The picture of the pipeline. It shrinks a little to fit, then scrolls. */
export const graphStyle = `
#graph .scroll{padding:.4rem;max-height:44rem;overflow:auto}
.graph{display:block;margin:auto;width:100%;height:auto;max-width:var(--w);min-width:calc(var(--w)*.8)}
.graph text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;unicode-bidi:isolate}
.graph .name{font-size:13.5px;font-weight:600;fill:var(--ink)}
.graph .kind,.graph .rows{font-size:11.5px;fill:var(--soft)}
.graph .rows{text-anchor:end;font-variant-numeric:tabular-nums}
.graph .box{fill:var(--panel);stroke:var(--line);stroke-width:1.25}
.graph .edge{fill:none;stroke:var(--edge);stroke-width:1.4}
.graph .head{fill:var(--edge)}
.read .family{fill:var(--read)}
.transform .family{fill:var(--transform)}
.check .family{fill:var(--check)}
.write .family{fill:var(--write)}
.graph .unused .box{stroke-dasharray:4 4;fill:var(--page)}
.graph .failed .box{stroke:var(--bad);stroke-width:2;fill:var(--badFill)}
.graph .warned .box{stroke:var(--warn);stroke-width:1.75}
.sign path{fill:none;stroke:var(--panel);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.passed .sign circle{fill:var(--good)}
.warned .sign circle{fill:var(--warn)}
.failed .sign circle{fill:var(--bad)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:.55rem 1.1rem .65rem;border-top:1px solid var(--line);font-size:.83rem;color:var(--soft)}
.legend li::before{content:"";display:inline-block;width:.6rem;height:.6rem;margin-right:.45rem;border-radius:3px;background:currentColor}
`;
