/** Badges, panels, problems and tables. */
export const partsStyle = `
.badge{display:inline-flex;align-items:center;gap:.4em;padding:.12em .65em .12em .5em;border-radius:99px;font-size:.8rem;font-weight:600;white-space:nowrap;vertical-align:middle}
.badge path{fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.badge.good{color:var(--good);background:var(--goodFill)}
.badge.bad{color:var(--bad);background:var(--badFill)}
.badge.warn{color:var(--warn);background:var(--warnFill)}
.badge.still{color:var(--still);background:var(--stillFill)}
.panel,section>.scroll,.problem{background:var(--panel);border:1px solid var(--line);border-radius:12px}
.nothing{padding:.9rem 1.1rem;color:var(--soft)}
.scroll{overflow-x:auto;overscroll-behavior-x:contain}
.problem{padding:1rem 1.2rem 1.1rem;border-left:4px solid var(--bad)}
.problem.warn{border-left-color:var(--warn)}
.problem+.problem{margin-top:.75rem}
.problem h3{display:flex;flex-wrap:wrap;align-items:baseline;gap:.3rem .6rem;margin:0;line-height:1.4}
.problem h3 span:last-child{min-width:0;overflow-wrap:anywhere}
.where{display:flex;flex-wrap:wrap;gap:0 1.2rem;margin-top:.4rem;font-size:.9rem;color:var(--soft);overflow-wrap:anywhere}
.where span{min-width:0}
.frame{margin:0;font-size:.83rem;line-height:1.5}
.problem .scroll{margin-top:.7rem;padding:.7rem .9rem;border-radius:8px;background:var(--sunken)}
.gutter{color:var(--soft);user-select:none}
mark{background:var(--badFill);color:var(--bad);border-radius:3px;box-shadow:0 0 0 2px var(--badFill)}
.label{color:var(--bad);font-weight:600}
.warn mark{background:var(--warnFill);color:var(--warn);box-shadow:0 0 0 2px var(--warnFill)}
.warn .label{color:var(--warn)}
.notes{margin-top:.6rem;font-size:.92rem;overflow-wrap:anywhere}
.notes li{padding-left:1rem;text-indent:-1rem}
.notes li::before{content:"· ";display:inline-block;width:1rem;text-indent:0;color:var(--soft)}
.mend{margin-top:.7rem;font-size:.92rem}
.mend strong{margin-right:.4rem}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.5rem .9rem;vertical-align:top;font-weight:400}
thead th{color:var(--soft);font-size:.8rem;white-space:nowrap;border-bottom:1px solid var(--line);padding-top:.6rem}
tbody tr+tr>*{border-top:1px solid var(--line)}
tbody th code{font-weight:600}
th:first-child,td:first-child{padding-left:1.1rem}
.number{text-align:right;white-space:nowrap}
td time,tbody .badge{white-space:nowrap}
td{min-width:5.5rem;max-width:28rem}
td:empty{min-width:0}
.chips{display:inline-flex;flex-wrap:wrap;gap:.25rem;min-width:7rem}
.chips code{padding:.05rem .4rem;border-radius:5px;background:var(--sunken);overflow-wrap:anywhere}
.arrow{color:var(--soft)}
.type{font-size:.75rem;color:var(--soft);overflow-wrap:anywhere}
.kind{font-size:.83rem;white-space:nowrap}
.kind::before{content:"";display:inline-block;width:.55rem;height:.55rem;margin-right:.45rem;border-radius:3px;background:currentColor}
.kind.read,.legend .read::before{color:var(--read)}
.kind.transform,.legend .transform::before{color:var(--transform)}
.kind.check,.legend .check::before{color:var(--check)}
.kind.write,.legend .write::before{color:var(--write)}
summary{cursor:pointer;white-space:nowrap;width:max-content;max-width:100%}
summary::marker{color:var(--soft)}
.files,.columns{margin-top:.35rem;display:grid;gap:.15rem}
.columns li{white-space:nowrap}
.fold{padding:0;overflow:hidden}
.fold+.fold{margin-top:.6rem}
.fold>summary{padding:.65rem 1.1rem;width:auto}
.fold[open]>summary{border-bottom:1px solid var(--line)}
.fold summary code{font-weight:600}
.fold td,.fold tbody th{padding-top:.35rem;padding-bottom:.35rem}
.bar{display:block;width:8rem;height:.5rem;margin-top:.5rem;border-radius:99px;background:var(--sunken);overflow:hidden}
.bar span{display:block;height:100%;min-width:2px;border-radius:99px;background:var(--accent)}
.sample{width:auto;min-width:100%}
.sample th,.sample td{white-space:pre;max-width:24rem;overflow:hidden;text-overflow:ellipsis;padding:.38rem .9rem}
.sample thead th{vertical-align:bottom;color:var(--ink);background:var(--sunken)}
.sample .column{display:block;font-size:.9rem;font-weight:600}
.sample thead .type{display:block;font-weight:400}
.null{font-style:italic;color:var(--soft);font-size:.92em}
`;
