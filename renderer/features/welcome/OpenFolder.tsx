import { useId, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FolderInput } from './FolderInput.tsx';
import { openProject } from './WelcomePanel.tsx';

/** A path with completion: works the same in every host. */
export function OpenFolder() {
  const app = useApp();
  const [path, setPath] = useState('');
  const id = useId();

  async function open(): Promise<void> {
    if (path.trim() === '') return;
    const { resolved } = await app.client.files.folders({ prefix: path.trim() });
    openProject(app, resolved);
  }

  return (
    <form
      className="open-folder"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <label htmlFor={id} className="visually-hidden">
        Path of the project’s folder
      </label>
      <FolderInput id={id} value={path} onChange={setPath} placeholder="/path/to/project" />
      <Button type="submit" disabled={path.trim() === ''}>
        Open
      </Button>
    </form>
  );
}
