/** A run as a document to be kept or passed on. */
import type { NodeLine, ReportFormat } from '#shared/contract/tests.ts';
import type { StoredRun } from '../runs/store.ts';

export async function writeReport(
  format: ReportFormat,
  run: StoredRun,
  lines: readonly NodeLine[],
): Promise<string> {
  switch (format) {
    case 'junit':
      return (await import('./junit.ts')).junitReport(run);
    case 'html':
      return (await import('./html.ts')).htmlReport(run, lines);
    case 'json':
      return `${JSON.stringify({ ...run.summary, entries: run.entries, lines }, null, 2)}\n`;
  }
}
