/** Which project's files are open, what happens to them on disk, and what of them must outlive this page. */
import type { AppContext } from '#renderer/app/context.ts';
import { recall, remember } from '#renderer/app/memory.ts';
import { unsavedEdits } from '#renderer/features/run/unsavedEdits.ts';
import { editorOf, openTab } from './editor.ts';

/** Milliseconds to wait for more changes: editors write a file in several steps. */
const quietTime = 60;

export function followProject(app: AppContext): void {
  const { client, connection, workspace } = app;
  const { files, drafts } = editorOf(app);

  function enter(): void {
    const { project } = workspace.getState();
    const directory = project.phase === 'open' ? project.project.directory : null;
    if (directory === files.getState().directory) return;
    void files.enter(directory).then(
      (paths) => {
        if (files.getState().directory !== directory) return;
        // Text that was not saved comes back with its tab: it must not wait unseen until somebody opens the file.
        for (const path of paths) openTab(app, path, { inBackground: true });
      },
      // Without its engine the window has other worries; every file asks for its own draft when it is opened.
      () => {},
    );
    if (project.phase !== 'open') return;
    // A project that is seen for the first time shows what it is about.
    if (recall('seen', project.project.directory, isTrue) === undefined) {
      remember('seen', project.project.directory, true);
      openTab(app, project.project.compositionFile, { isUnasked: true });
    }
  }
  workspace.subscribe(enter);
  enter();

  files.subscribe(({ files: all }) => {
    unsavedEdits.dispatch(Object.values(all).filter(({ dirty }) => dirty).length);
  });

  files.beforeSave(async (path, text) => {
    if (!path.endsWith('.nix') || !app.settings.getState().settings.formatOnSave) return text;
    // Saving is what was asked for: it happens whether or not the formatter works.
    return client.files.format({ text }).then(
      (formatted) => formatted.text,
      () => text,
    );
  });

  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function refresh(): void {
    const paths = [...changed];
    changed.clear();
    void files.refresh(paths);
  }
  client.projects.changed
    .subscribe(({ directory, paths }) => {
      if (directory !== files.getState().directory) return;
      for (const path of paths) changed.add(path);
      clearTimeout(timer);
      timer = setTimeout(refresh, quietTime);
    })
    // The window says once for all that changes are not noticed.
    .catch(() => {});
  connection.onResumed(() => {
    drafts.retry();
    void files.refresh(Object.keys(files.getState().files));
  });

  const isLost = (): boolean =>
    connection.status.getState().state !== 'connected' && unsavedEdits.getState() > 0;
  window.addEventListener('pagehide', () => files.keepDrafts());
  window.addEventListener('beforeunload', (event) => {
    files.keepDrafts();
    // Only what could not be kept anywhere is worth a question.
    if (drafts.hasUnkept() || isLost()) event.preventDefault();
  });
}

const isTrue = (value: unknown): value is true => value === true;
