import { useEffect, useId, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Chip } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import type { Template } from '#shared/contract/projects.ts';
import { type AppError, toAppError } from '#shared/errors.ts';
import { FolderInput } from './FolderInput.tsx';
import { TemplatePicture } from './TemplatePicture.tsx';

export function Templates() {
  const templates = useTemplates();
  const [chosen, setChosen] = useState<Template | null>(null);
  if (templates === null) return <Spinner doing="Looking for templates" />;
  if (!Array.isArray(templates)) {
    return <ErrorNotice title="The templates cannot be listed" error={(templates as AppError).toJSON()} />;
  }
  return (
    <>
      <ul className="template-grid">
        {(templates as readonly Template[]).map((template) => (
          <li key={template.name}>
            <button type="button" className="template" onClick={() => setChosen(template)}>
              <TemplatePicture roles={template.roles} />
              <span className="template-words">
                <span className="template-name">
                  {template.name}
                  <Chip>{template.base === 'tiny' ? 'builds in seconds' : 'NixOS'}</Chip>
                </span>
                <span className="muted">{template.description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen !== null && <NewProject template={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

/** The templates; `null` while they are asked for; the reason when they cannot be had. */
function useTemplates(): readonly Template[] | AppError | null {
  const { client, connection } = useApp();
  const [templates, setTemplates] = useState<readonly Template[] | AppError | null>(null);
  useEffect(() => {
    const ask = (): void => {
      client.projects.templates({}).then(setTemplates, (thrown) => setTemplates(toAppError(thrown)));
    };
    ask();
    return connection.onResumed(ask);
  }, [client, connection]);
  return templates;
}

function NewProject({ template, onClose }: { readonly template: Template; readonly onClose: () => void }) {
  const app = useApp();
  const { projectsFolder, defaultFlavour } = useSlice(app.settings, (state) => state.settings);
  const [directory, setDirectory] = useState(
    `${projectsFolder === '' ? '~' : projectsFolder.replace(/\/+$/, '')}/${template.name}`,
  );
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AppError | null>(null);
  const id = useId();

  async function create(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const made = await app.client.projects.init({
        directory,
        template: template.name,
        flavour: defaultFlavour,
      });
      onClose();
      await app.workspace.open(made.project.directory);
      for (const note of made.notes) app.notifications.tell('information', note);
    } catch (thrown) {
      setProblem(toAppError(thrown));
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={`New project from “${template.name}”`}
      description={template.description}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" disabled={isBusy || directory.trim() === ''} onClick={() => void create()}>
            Create project
          </Button>
        </>
      }
    >
      <form
        className="new-project"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <label htmlFor={id} className="field-label">
          Folder
        </label>
        <FolderInput
          id={id}
          value={directory}
          onChange={setDirectory}
          placeholder="~/my-project"
          describedBy={`${id}-note`}
        />
        <p id={`${id}-note`} className="muted">
          It is made if it is not there. Files that are there are never overwritten.
        </p>
        {isBusy && <Spinner doing="Creating the project" waitingFor="git and the Nix library" />}
        {problem !== null && <ErrorNotice title="The project was not created" error={problem.toJSON()} />}
        <div className="new-project-command">
          <span className="muted">In a shell</span>
          <CommandLine command={`nxc -d ${directory} init -t ${template.name} -f ${defaultFlavour}`} />
        </div>
      </form>
    </Dialog>
  );
}
