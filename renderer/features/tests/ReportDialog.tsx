import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Field, Select } from '#renderer/ui/Field.tsx';
import type { Target } from '#shared/contract/common.ts';
import { reportKinds, reportLine, saveReport } from './reports.ts';

interface ReportDialogProps {
  readonly open: boolean;
  readonly target: Target;
  readonly run: string;
  readonly onClose: () => void;
}

/** Saves a run as a file that others can read. */
export function ReportDialog({ open, target, run, onClose }: ReportDialogProps) {
  const app = useApp();
  const [format, setFormat] = useState(reportKinds[0]?.format ?? 'html');
  const kind = reportKinds.find((one) => one.format === format);
  if (kind === undefined) return null;
  function save(): void {
    if (kind === undefined) return;
    onClose();
    saveReport(app, target, run, kind).catch((thrown) =>
      app.notifications.fail('The report could not be saved', thrown),
    );
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Save a report of this run"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" icon={FileDown} onClick={save}>
            Save report
          </Button>
        </>
      }
    >
      <Field label="Kind" help={kind.words}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={format}
            options={reportKinds.map((one) => ({ value: one.format, label: one.title }))}
            onChange={setFormat}
          />
        )}
      </Field>
      <div className="report-line">
        <p className="muted">To run the script in a shell and write the same:</p>
        <CommandLine command={reportLine(target, kind.ending)} />
      </div>
    </Dialog>
  );
}
