import { useId, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FolderInput } from './FolderInput.tsx';
import { openProject } from './openProject.ts';

/** A path with completion: works the same in every host. */
export function OpenFolder() {
  const app = useApp();
  const [path, setPath] = useState('');
  const id = useId();

  const failed = (thrown: unknown): void => app.notifications.fail('The folder could not be opened', thrown);

  async function open(): Promise<void> {
    if (path.trim() === '') return;
    const { resolved } = await app.client.files.folders({ prefix: path.trim() });
    openProject(app, resolved);
  }

  async function choose(): Promise<void> {
    const chosen = await app.desktop?.chooseFolder({ title: 'Open a project' });
    if (typeof chosen?.directory === 'string') openProject(app, chosen.directory);
  }

  return (
    <form
      className="open-folder"
      onSubmit={(event) => {
        event.preventDefault();
        open().catch(failed);
      }}
    >
      <label htmlFor={id} className="visually-hidden">
        Path of the project’s folder
      </label>
      <FolderInput id={id} value={path} onChange={setPath} placeholder="/path/to/project" />
      {app.desktop !== null && <Button onClick={() => choose().catch(failed)}>Choose …</Button>}
      <Button type="submit" disabled={path.trim() === ''}>
        Open
      </Button>
    </form>
  );
}
