/** Reports of a run: their kinds, the line that writes the same, and saving one. */
import type { AppContext } from '#renderer/app/context.ts';
import type { Target } from '#shared/contract/common.ts';
import type { ReportFormat } from '#shared/contract/tests.ts';

interface ReportKind {
  readonly format: ReportFormat;
  readonly title: string;
  readonly words: string;
  readonly ending: string;
  readonly type: string;
}

export const reportKinds: readonly ReportKind[] = [
  {
    ...{ format: 'html', title: 'Page to look at (HTML)', ending: 'html', type: 'text/html' },
    words: 'One file with everything in it; it loads nothing.',
  },
  {
    ...{ format: 'junit', title: 'JUnit XML', ending: 'xml', type: 'application/xml' },
    words: 'For build servers: a case for each subtest.',
  },
  {
    ...{ format: 'json', title: 'JSON', ending: 'json', type: 'application/json' },
    words: 'Everything that is kept of the run, for programs.',
  },
];

/** The line that runs the script again and writes such a report. */
export function reportLine({ composition, flavour }: Target, ending: string): string {
  const which = composition === 'composition' ? `-f ${flavour}` : `-C ${composition}::${flavour}`;
  return `nxc driver -t ${which} --report report.${ending}`;
}

export async function saveReport(
  { client }: AppContext,
  target: Target,
  run: string,
  { format, ending, type }: ReportKind,
): Promise<void> {
  const { text } = await client.tests.report({ target, run, format });
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${target.composition}-${target.flavour}-${run}.${ending}`;
  link.click();
  // The browser begins to read it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
