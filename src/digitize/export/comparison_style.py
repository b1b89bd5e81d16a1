"""How pages that show compared texts look, on a screen, in the dark and on paper; and their few lines of script."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ink:#1d1b18;--soft:#6a645b;--paper:#fdfcf9;--line:#dcd6ca;--tint:#f4f0e7;
--sub:#a3231b;--acc:#1c5a8a;--eq:#857f74;--sub-bg:#fbe6e2;--acc-bg:#e6eff6;--eq-bg:#efece5;--ocr:#8a5a00}
@media (prefers-color-scheme:dark){:root{--ink:#e6e1d8;--soft:#a39c90;--paper:#191816;--line:#3b3833;--tint:#242220;
--sub:#ff9d92;--acc:#8fc4ee;--eq:#a39c90;--sub-bg:#43211d;--acc-bg:#1b3244;--eq-bg:#2c2a26;--ocr:#e5b45c}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:62rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 "Iowan Old Style","Palatino Linotype","PT Serif","Noto Serif",Georgia,serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .3rem;font-weight:600}
h2{font-size:1.15rem;margin:2.2rem 0 .4rem;padding-bottom:.2rem;border-bottom:2px solid var(--line);font-weight:600}
h3{font-size:.95rem;margin:1.2rem 0 .3rem;color:var(--soft);font-weight:600}
p{margin:.4rem 0}.soft,figcaption{color:var(--soft)}.small,dl,table.counts,.notes,.place,nav{font-size:.875rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.6rem 0}dt{color:var(--soft)}dd{margin:0}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem}.pair>section{min-width:0}
.notice{border-left:.3rem solid var(--ocr);padding:.2rem .8rem;margin:.6rem 0;background:var(--tint)}
table{border-collapse:collapse}td,th{padding:.15rem .9rem .15rem 0;text-align:left;vertical-align:top}
th{font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
table.counts td,table.counts th{border-bottom:1px solid var(--line)}
.head,.row{display:grid;grid-template-columns:2.6rem minmax(0,1fr) minmax(0,1fr);gap:0 1rem}
.head{position:sticky;top:0;background:var(--paper);border-bottom:1px solid var(--line);padding:.3rem 0;
font-size:.875rem;font-weight:600;z-index:1}
.row{padding:.1rem 0;break-inside:avoid}.row.has{border-top:1px solid var(--line);padding:.35rem 0 .6rem;margin-top:.25rem}
.row:has(.notes){background:linear-gradient(var(--tint),transparent 5rem)}
.place{color:var(--soft);text-align:right;font-variant-numeric:tabular-nums;padding-top:.1rem}
.more{grid-column:2/4;min-width:0}
a{color:inherit}a.v{text-decoration:none;border-radius:.15rem;padding:0 .1em}
a.v.sub{background:var(--sub-bg);border-bottom:2px solid var(--sub)}
a.v.acc{background:var(--acc-bg);border-bottom:2px dotted var(--acc)}
a.v.eq{background:var(--eq-bg);border-bottom:1px dashed var(--eq)}
a.v sup{font-size:.65em;color:var(--soft);margin-left:.1em;user-select:none}
a:focus-visible,summary:focus-visible,li:focus-visible,input:focus-visible{outline:3px solid var(--acc);outline-offset:2px}
.notes{list-style:none;margin:.35rem 0 0;padding:0}.notes li{padding:.12rem 0 .12rem 2.4rem;text-indent:-2.4rem;scroll-margin:5rem}
.notes li:target{background:var(--tint)}.no{display:inline-block;width:2.2rem;text-indent:0;color:var(--soft);font-variant-numeric:tabular-nums}
.kind{font-weight:600}.sub .kind{color:var(--sub)}.acc .kind{color:var(--acc)}.eq .kind{color:var(--eq)}
.rd{font-style:normal}.rd em{font-style:normal;font-weight:700;text-decoration:underline;text-decoration-thickness:2px}
.none{color:var(--soft);font-style:italic}.ocr{color:var(--ocr)}
figure{margin:.45rem 0 0}figure svg{display:block;max-width:100%;height:auto;background:#fff;border:1px solid var(--line)}
figure rect.sub{fill:none;stroke:#c0271d;stroke-width:2}figure rect.acc{fill:none;stroke:#1765a3;stroke-width:2;stroke-dasharray:4 2}
figure rect.eq{fill:none;stroke:#857f74;stroke-width:1.5;stroke-dasharray:2 2}
figure path{stroke:#c0271d;stroke-width:2.5;fill:none}
details{margin:.5rem 0;border:1px solid var(--line);border-radius:.25rem;padding:.3rem .7rem}summary{cursor:pointer;color:var(--soft)}
.sp{letter-spacing:.16em;margin-right:-.16em}.gone{display:none}
.tools{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:.6rem 0;font-size:.875rem}
table.rows{width:100%;table-layout:fixed;margin-top:.6rem}table.rows td,table.rows th{border-bottom:1px solid var(--line);padding:.25rem .6rem .25rem 0}
table.rows thead th{position:sticky;top:0;background:var(--paper)}table.rows .at{width:6.5rem}
table.rows td{padding-left:.4rem}td.g1{background:var(--sub-bg)}td.g2{background:var(--acc-bg)}td.g3{background:var(--eq-bg)}td.g0{background:none}
.wit{color:var(--soft);font-size:.8em}
@media (max-width:40rem){body{padding:1rem .6rem}.pair{grid-template-columns:1fr}.head,.row{gap:0 .6rem;grid-template-columns:2rem minmax(0,1fr) minmax(0,1fr)}}
@media print{body{max-width:none;font-size:9.5pt;padding:0}.tools,.head{position:static}.tools{display:none}a.v sup{color:#000}
figure svg{max-height:14mm;width:auto}.row:has(.notes){background:none}h2{break-after:avoid}}
"""

SCRIPT = """
(()=>{const q=(s,e=document)=>[...e.querySelectorAll(s)],tools=document.querySelector('.tools');if(!tools)return;
const off=new Set();let only=false;
const apply=()=>{q('.notes li').forEach(li=>li.classList.toggle('gone',off.has(li.dataset.kind)));
q('.row').forEach(r=>r.classList.toggle('gone',only&&!q('.notes li:not(.gone)',r).length))};
const box=(text,on,change)=>{const l=document.createElement('label'),i=document.createElement('input');i.type='checkbox';i.checked=on;
i.onchange=()=>{change(i.checked);apply()};l.append(i,' '+text);tools.append(l)};
box(tools.dataset.only,false,v=>{only=v});
new Set(q('.notes li').map(li=>li.dataset.kind)).forEach(k=>box(k,true,v=>v?off.delete(k):off.add(k)));
const hint=document.createElement('span');hint.className='soft';hint.textContent=tools.dataset.keys;tools.append(hint);
addEventListener('keydown',e=>{if((e.key!=='n'&&e.key!=='p')||e.ctrlKey||e.metaKey||e.altKey)return;
const all=q('.notes li:not(.gone)').filter(li=>li.offsetParent),at=all.indexOf(document.activeElement);if(!all.length)return;
const li=all[at<0?(e.key==='n'?0:all.length-1):(at+(e.key==='n'?1:all.length-1))%all.length];li.tabIndex=-1;li.focus();li.scrollIntoView({block:'center'})})})();
"""
