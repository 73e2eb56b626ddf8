/** A run as one HTML file that needs nothing else: no scripts, no fonts, no addresses. */
import type { NodeLine } from '#shared/contract/tests.ts';
import type { StoredRun } from '../runs/store.ts';
import { type OutlineNode, outline } from './outline.ts';
import { reportStyle } from './style.ts';

/** Lines of nodes in one report; a longer log is better read where it is. */
const lineLimit = 4000;

export function htmlReport({ summary, entries }: StoredRun, lines: readonly NodeLine[]): string {
  const { composition, flavour } = summary.target;
  const title = `${composition} on ${flavour}`;
  const facts = [
    ['Result', summary.outcome],
    ['Started', new Date(summary.startedAt).toISOString().replace('T', ' ').slice(0, 19)],
    ['Duration', duration(summary.durationMs)],
    ['Statements', String(summary.statements)],
    ['Nodes', summary.nodes.join(', ')],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(`${summary.outcome}: ${title}`)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<header class="${summary.outcome}">
<h1>${text(title)}</h1>
<dl>${facts.map(([name, fact]) => `<div><dt>${text(name)}</dt><dd>${text(fact)}</dd></div>`).join('')}</dl>
</header>
${failureSection(summary)}
<section>
<h2>Timeline</h2>
<ol class="timeline">${outline(entries)
    .map((node) => statementItem(node, summary.startedAt))
    .join('')}</ol>
</section>
${nodeSection(summary, lines)}
<section>
<h2>Script</h2>
${scriptTable(summary)}
</section>
</main>
</body>
</html>
`;
}

function failureSection({ failure }: StoredRun['summary']): string {
  if (failure === null) return '';
  const { message, position, traceback, node, lastLines } = failure;
  const where = position === null ? '' : `<p class="where">${text(`${position.file}:${position.line}`)}</p>`;
  const log =
    lastLines.length === 0
      ? ''
      : `<h3>The last lines of ${text(node ?? 'the node')}</h3><pre tabindex="0">${text(lastLines.join('\n'))}</pre>`;
  // The message is the end of the traceback.
  return `<section class="failure"><h2>What failed</h2>${where}<pre tabindex="0">${text(traceback === '' ? message : traceback)}</pre>${log}</section>`;
}

const marks = { passed: '✓', failed: '✗', running: '…' } as const;
const words = { passed: 'passed', failed: 'failed', running: 'not ended' } as const;

function statementItem(entry: OutlineNode, startedAt: number): string {
  const { kind, state, line, node, durationMs, output, children } = entry;
  const mark = `<span class="mark" role="img" aria-label="${words[state]}">${kind === 'log' ? '·' : marks[state]}</span>`;
  const time =
    durationMs === null || kind === 'log' ? '' : `<span class="time">${duration(durationMs)}</span>`;
  const hasInside = output !== '' || children.length > 0;
  // A link within something that opens cannot be reached by everybody.
  const link = hasInside ? 'span' : `a href="#line-${line}"`;
  const place = line === null ? '' : `<${link} class="line">line ${line}</${hasInside ? 'span' : 'a'}>`;
  const owner = node === null || kind === 'subtest' ? '' : `<span class="node">${text(node)}</span>`;
  const at = `<span class="at">+${duration(entry.startedAt - startedAt)}</span>`;
  const head = `${mark}<span class="text">${text(entry.text)}</span>${owner}${place}${time}${at}`;
  const inside = [
    output === '' ? '' : `<pre tabindex="0">${text(output.trimEnd())}</pre>`,
    children.length === 0
      ? ''
      : `<ol>${children.map((child) => statementItem(child, startedAt)).join('')}</ol>`,
  ].join('');
  const classes = `${kind} ${state}`;
  if (!hasInside) return `<li class="${classes}"><div class="head">${head}</div></li>`;
  const open = kind === 'subtest' || state !== 'passed' ? ' open' : '';
  return `<li class="${classes}"><details${open}><summary class="head">${head}</summary>${inside}</details></li>`;
}

function nodeSection({ startedAt }: StoredRun['summary'], lines: readonly NodeLine[]): string {
  if (lines.length === 0) return '';
  const shown = lines.slice(-lineLimit);
  const left = lines.length - shown.length;
  const groups = [...Map.groupBy(shown, ({ node }) => node)].map(([node, own]) => {
    const rows = own.map(
      ({ at, line, source }) =>
        `<tr class="${source}"><td>+${duration(Math.max(0, at - startedAt))}</td><td>${text(line)}</td></tr>`,
    );
    return `<details><summary>${text(node)} <span class="time">${own.length} lines</span></summary><div class="scroll" tabindex="0"><table class="log">${rows.join('')}</table></div></details>`;
  });
  const note = left === 0 ? '' : `<p class="where">The first ${left} lines are left out.</p>`;
  return `<section><h2>What the nodes wrote</h2>${note}${groups.join('')}</section>`;
}

function scriptTable({ script, failure }: StoredRun['summary']): string {
  const first = script.position?.firstLine ?? 1;
  const rows = script.source.split('\n').map((line, index) => {
    const number = index + 1;
    const failed = failure?.line === number ? ' class="failed"' : '';
    return `<tr id="line-${number}"${failed}><td>${first + index}</td><td>${text(line)}</td></tr>`;
  });
  return `<div class="scroll" tabindex="0"><table class="script">${rows.join('')}</table></div>`;
}

function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or an attribute; control characters of terminals are shown as their pictures. */
function text(raw = ''): string {
  return raw
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/\p{Cc}/gu, (character) =>
      character === '\n' || character === '\t'
        ? character
        : String.fromCharCode(0x2400 + (character.charCodeAt(0) % 128)),
    );
}
