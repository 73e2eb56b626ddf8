/** How a report looks, on light and on dark screens and on paper. */
export const reportStyle = `
:root {
  --ground: #fff; --raised: #f5f6f8; --line: #dde0e6; --text: #1b1f27; --dim: #596273;
  --good: #1a7f4b; --bad: #b3261e; --accent: #2457c5; --bad-ground: #fdeeec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171d; --raised: #1c2029; --line: #313744; --text: #e6e9ef; --dim: #9aa4b5;
    --good: #5fd39a; --bad: #ff8a80; --accent: #8fb4ff; --bad-ground: #3a1d1c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
h3 { margin: 1rem 0 .25rem; font-size: .9rem; }
header { padding: 1rem 1.25rem; background: var(--raised); border-radius: 10px; border-left: 6px solid var(--dim); }
header.passed { border-color: var(--good); }
header.failed { border-color: var(--bad); }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 0; }
dt { color: var(--dim); font-size: .8rem; }
dd { margin: 0; }
header.passed dd:first-of-type { font-weight: 600; }
header.failed div:first-child dd { color: var(--bad); font-weight: 600; }
header.passed div:first-child dd { color: var(--good); font-weight: 600; }
pre, table, .text { font: 13px/1.5 ui-monospace, monospace; }
pre { margin: .25rem 0 .5rem; padding: .5rem .75rem; overflow-x: auto; background: var(--raised); border-radius: 6px; max-height: 24rem; }
.failure pre:first-of-type { background: var(--bad-ground); }
.where { margin: 0; color: var(--dim); font-size: .85rem; }
ol { list-style: none; margin: 0; padding: 0; }
ol ol { margin-left: .6rem; padding-left: .9rem; border-left: 1px solid var(--line); }
.head { display: flex; gap: .6rem; align-items: baseline; padding: .15rem .25rem; border-radius: 4px; }
summary { cursor: pointer; }
summary:hover { background: var(--raised); }
.text { flex: 1; min-width: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.subtest > details > .head > .text, .subtest > .head > .text { font: 600 15px/1.5 system-ui, sans-serif; }
.mark { width: 1rem; flex: none; text-align: center; color: var(--dim); }
.passed > .head > .mark, .passed > details > .head > .mark { color: var(--good); }
.failed > .head > .mark, .failed > details > .head > .mark { color: var(--bad); }
.log > .head > .mark { color: var(--dim); }
.call.failed > .head > .text, .call.failed > details > .head > .text { color: var(--bad); }
.line, .time, .at, .node { flex: none; color: var(--dim); font-size: .8rem; }
.line { color: var(--accent); text-decoration: none; }
.line:hover { text-decoration: underline; }
.time, .at { min-width: 4.5rem; text-align: right; font-variant-numeric: tabular-nums; }
li pre { margin-left: 1.6rem; }
.scroll { overflow: auto; max-height: 40rem; background: var(--raised); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
td { padding: 0 .75rem; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; }
td:first-child { width: 1%; text-align: right; color: var(--dim); white-space: nowrap; user-select: none; }
tr.failed td { background: var(--bad-ground); }
tr:target td { outline: 1px solid var(--accent); }
tr.journal td:last-child { color: var(--dim); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
@media (max-width: 40rem) { .at, .node { display: none; } }
@media print { pre, .scroll { max-height: none; } }
`;
