import { Folder, FolderX, X } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/classNames.ts';
import { ContextMenu } from '#renderer/ui/Menu.tsx';
import type { RecentProject } from '#shared/contract/settings.ts';
import { MachineSummary } from './MachineSummary.tsx';
import { OpenFolder } from './OpenFolder.tsx';
import { openProject } from './openProject.ts';
import { forgetRecent, useRecents } from './recents.ts';
import { Templates } from './Templates.tsx';
import './Welcome.css';

export default function WelcomePanel() {
  const { projects } = useRecents();
  return (
    <div className="welcome">
      <header className="welcome-header">
        <h1>Describe machines, build them, run them</h1>
        <p className="muted">
          A composition is a text that describes the machines of a distributed system by their roles. NXC
          Desktop draws it, builds it with Nix and starts it, the same each time.
        </p>
      </header>
      <div className="welcome-columns">
        <section aria-labelledby="welcome-new" className="welcome-new">
          <h2 id="welcome-new">New project</h2>
          <Templates />
        </section>
        <div className="welcome-side">
          {projects.length > 0 && (
            <section aria-labelledby="welcome-continue">
              <h2 id="welcome-continue">Continue</h2>
              <ul className="recent-list">
                {projects.slice(0, 6).map((project) => (
                  <Recent key={project.directory} project={project} />
                ))}
              </ul>
            </section>
          )}
          <section aria-labelledby="welcome-open">
            <h2 id="welcome-open">Open a folder</h2>
            <OpenFolder />
          </section>
          <section aria-labelledby="welcome-machine">
            <h2 id="welcome-machine">This machine</h2>
            <MachineSummary />
          </section>
        </div>
      </div>
    </div>
  );
}

function Recent({ project }: { readonly project: RecentProject }) {
  const app = useApp();
  const { directory, name, exists } = project;
  const forget = (): void => {
    forgetRecent(app, directory).catch((thrown) =>
      app.notifications.fail(`${name} is still on the list`, thrown),
    );
  };
  const Icon = exists ? Folder : FolderX;
  return (
    <ContextMenu
      items={[
        { kind: 'action', label: 'Open', disabled: !exists, run: () => openProject(app, directory) },
        { kind: 'action', label: 'Copy the path', run: () => void navigator.clipboard.writeText(directory) },
        { kind: 'action', label: 'Take off this list', detail: 'The folder stays where it is', run: forget },
      ]}
    >
      <li className="recent">
        <button
          type="button"
          className={classNames('recent-open', !exists && 'recent-gone')}
          disabled={!exists}
          onClick={() => openProject(app, directory)}
        >
          <Icon size={16} aria-hidden />
          <span className="recent-words">
            <span className="truncate">{name}</span>
            <span className="recent-path truncate">
              {exists ? directory : `${directory} is not there any more`}
            </span>
          </span>
        </button>
        <IconButton icon={X} label={`Take ${name} off this list`} onClick={forget} />
      </li>
    </ContextMenu>
  );
}
