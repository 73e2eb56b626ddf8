/** Reports of a test run as files: which kinds are wanted, and writing them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { ReportFormat } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import type { Session } from '../session.ts';

export interface WantedReport {
  readonly file: string;
  readonly format: ReportFormat;
}

const formats: Readonly<Record<string, ReportFormat>> = {
  '.xml': 'junit',
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
};

/**
 * What `--report` means: a file of the kind that its name says, or, with a slash at its end, a folder for all kinds.
 *
 * @throws AppError `bad-input` for a name of no known kind: it is said before anything runs
 */
export function parseReports(directory: string, names: readonly string[]): WantedReport[] {
  return names.flatMap((name): WantedReport[] => {
    if (name.endsWith('/')) {
      const folder = resolve(directory, name);
      return [
        { file: join(folder, 'report.xml'), format: 'junit' },
        { file: join(folder, 'report.json'), format: 'json' },
        { file: join(folder, 'report.html'), format: 'html' },
      ];
    }
    const format = formats[extname(name).toLowerCase()];
    if (format !== undefined) return [{ file: resolve(directory, name), format }];
    throw new AppError('bad-input', `“${name}” does not say what kind of report is wanted.`, {
      hint: 'Name a file that ends in .xml (JUnit), .json or .html, or a folder with a slash at its end for all three.',
    });
  });
}

/** Writes the reports of a run that is kept. Folders are made. */
export async function writeReports(
  session: Session,
  target: Target,
  run: string,
  reports: readonly WantedReport[],
): Promise<void> {
  const client = await session.client();
  for (const { file, format } of reports) {
    const { text } = await client.tests.report({ target, run, format });
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    session.print(`${session.style.dim('Report:')} ${file}`);
  }
}
