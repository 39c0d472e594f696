/** Type, spacing and the head of the page. */
export const pageStyle = `
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:80rem;padding:2rem 2rem 4rem;background:var(--page);color:var(--ink);
  font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
code,pre,.type,.kind{font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
code{font-size:.875em;unicode-bidi:isolate}
p,ul,dl,dd,h1,h2,h3{margin:0}
ul{padding:0;list-style:none}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:6px}
.soft,.size{color:var(--soft)}
.size{font-weight:400;font-size:.85em}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.top::before{content:"";position:absolute;inset:0 0 auto;height:4px;background:var(--good)}
.top.bad::before{background:var(--bad)}
.top.warn::before{background:var(--warn)}
.top.still::before{background:var(--still)}
.brand{display:flex;align-items:center;gap:.5rem;font-weight:650;letter-spacing:-.01em;color:var(--accent)}
.brand span{font-weight:400;color:var(--soft)}
.brand path{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round}
.title{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;margin-top:1.1rem}
h1{font-size:clamp(1.6rem,1.1rem + 2vw,2.3rem);line-height:1.15;letter-spacing:-.025em;font-weight:700;min-width:0;overflow-wrap:anywhere}
.title .badge{font-size:.95rem;padding:.25rem .8rem .25rem .65rem}
.description{margin-top:.5rem;max-width:46rem;color:var(--soft);font-size:1.03rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin-top:1.5rem}
.tile{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:.85rem 1.1rem .9rem}
.tile dt{color:var(--soft);font-size:.8rem}
.tile dd{font-size:1.6rem;line-height:1.25;font-weight:650;letter-spacing:-.02em;white-space:nowrap}
.tile .note{font-size:.8rem;font-weight:400;letter-spacing:0;color:var(--soft);white-space:normal}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:.7rem 2rem;margin-top:1.4rem;padding:1.1rem 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.facts dt{color:var(--soft);font-size:.8rem}
.facts dd{overflow-wrap:anywhere}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem .4rem;margin:1rem 0 0 -.6rem}
nav a{display:block;padding:.2rem .6rem;border-radius:7px;text-decoration:none;color:var(--ink);font-size:.9rem}
nav a:hover{background:var(--sunken)}
section{margin-top:2.4rem;min-width:0}
h2{font-size:1.2rem;letter-spacing:-.015em;font-weight:650;margin-bottom:.7rem}
h2 .size{margin-left:.25rem;font-size:.9rem;letter-spacing:0}
h3{font-size:1rem;font-weight:600;margin:1.2rem 0 .5rem}
h3 .soft{font-weight:400;font-size:.875rem;margin-left:.3rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem}
@media (max-width:600px){body{padding:1.1rem 1rem 3rem}.facts{grid-template-columns:1fr}.tiles{grid-template-columns:1fr 1fr;gap:.5rem}.tile{padding:.7rem .85rem}.tile dd{font-size:1.3rem}}
`;
