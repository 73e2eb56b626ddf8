import { ChevronDown, ChevronRight, FileText, FolderGit2 } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { classNames } from '#renderer/ui/classNames.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { ContextMenu, type MenuItem } from '#renderer/ui/Menu.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { FilterInput } from '#renderer/ui/Table.tsx';
import './FilesPanel.css';
import { buildTree, type TreeEntry, type TreeRow, visibleRows } from './fileTree.ts';
import { useProjectFiles } from './projectFiles.ts';

export default function FilesPanel() {
  const { files, known, problem, truncated } = useProjectFiles();
  const [filter, setFilter] = useState('');
  const tree = useMemo(() => buildTree(files), [files]);
  if (problem !== null) return <ErrorNotice title="The files cannot be listed" error={problem.toJSON()} />;
  if (!known) {
    return (
      <div className="files-waiting">
        <Spinner doing="Listing the files" waitingFor="git" />
      </div>
    );
  }
  if (files.length === 0) {
    return (
      <EmptyState icon={FolderGit2} title="No files yet">
        Files appear here as soon as they are in the project’s folder.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="files-filter">
        <FilterInput label="Filter files" value={filter} onChange={setFilter} />
      </div>
      <Tree tree={tree} filter={filter} />
      {truncated && (
        <p className="files-note muted">
          There are more files than can be listed. Open others with a search in your shell.
        </p>
      )}
    </>
  );
}

function Tree({ tree, filter }: { readonly tree: readonly TreeEntry[]; readonly filter: string }) {
  const { commands, client, workspace, notifications } = useApp();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const rows = visibleRows(tree, open, filter);
  const current = rows.find(({ item }) => item.path === focused)?.item.path ?? rows[0]?.item.path;

  const setFolder = (path: string, isOpen: boolean): void => {
    const next = new Set(open);
    if (isOpen) next.add(path);
    else next.delete(path);
    setOpen(next);
  };
  const activate = (item: TreeEntry): void => {
    if (item.kind === 'folder') setFolder(item.path, !open.has(item.path));
    else void commands.execute(frameCommands.openFile, { file: item.path });
  };
  const track = async (file: string): Promise<void> => {
    const target = workspace.target();
    if (target === null) return;
    try {
      await client.projects.track({ directory: target.directory, files: [file] });
    } catch (thrown) {
      notifications.fail(`${file} could not be added to git`, thrown);
    }
  };
  const itemsOf = (item: TreeEntry): MenuItem[] => [
    item.kind === 'folder'
      ? {
          kind: 'action',
          label: open.has(item.path) ? 'Close the folder' : 'Open the folder',
          run: () => activate(item),
        }
      : { kind: 'action', label: 'Open', run: () => activate(item) },
    { kind: 'action', label: 'Copy the path', run: () => void navigator.clipboard.writeText(item.path) },
    ...(item.kind === 'file' && item.entry.git === 'untracked'
      ? [
          {
            kind: 'action',
            label: 'Add to git',
            detail: 'A flake sees only files that git knows',
            run: () => void track(item.path),
          } as const,
        ]
      : []),
  ];
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const index = rows.findIndex(({ item }) => item.path === current);
    const item = rows[index]?.item;
    if (item === undefined) return;
    const next = afterKey(event.key, rows, index, open);
    if (next !== undefined) setFocused(next);
    else if (event.key === 'ArrowRight' && item.kind === 'folder') setFolder(item.path, true);
    else if (event.key === 'ArrowLeft' && item.kind === 'folder') setFolder(item.path, false);
    else if (event.key === 'Enter' || event.key === ' ') activate(item);
    else return;
    event.preventDefault();
  };
  return (
    <div role="tree" aria-label="Project files" className="file-tree" onKeyDown={press}>
      {rows.map(({ item, level }) => (
        <ContextMenu key={item.path} items={itemsOf(item)}>
          <Row
            item={item}
            level={level}
            isOpen={item.kind === 'folder' && (open.has(item.path) || filter.trim() !== '')}
            isCurrent={item.path === current}
            hasFocus={item.path === focused}
            onFocus={() => setFocused(item.path)}
            onActivate={() => activate(item)}
          />
        </ContextMenu>
      ))}
    </div>
  );
}

/** The path that the keyboard moves to; nothing when the key moves nowhere. */
function afterKey(
  key: string,
  rows: readonly TreeRow[],
  index: number,
  open: ReadonlySet<string>,
): string | undefined {
  const row = rows[index];
  switch (key) {
    case 'ArrowDown':
      return rows[index + 1]?.item.path;
    case 'ArrowUp':
      return rows[index - 1]?.item.path;
    case 'Home':
      return rows[0]?.item.path;
    case 'End':
      return rows.at(-1)?.item.path;
    case 'ArrowLeft':
      if (row === undefined || (row.item.kind === 'folder' && open.has(row.item.path))) return undefined;
      return rows.slice(0, index).findLast(({ level }) => level < row.level)?.item.path;
    case 'ArrowRight':
      return row?.item.kind === 'folder' && open.has(row.item.path) ? rows[index + 1]?.item.path : undefined;
    default:
      return undefined;
  }
}

interface RowProps extends Omit<React.ComponentProps<'div'>, 'onFocus'> {
  readonly item: TreeEntry;
  readonly level: number;
  readonly isOpen: boolean;
  readonly isCurrent: boolean;
  readonly hasFocus: boolean;
  readonly onFocus: () => void;
  readonly onActivate: () => void;
}

function Row({
  item,
  level,
  isOpen,
  isCurrent,
  hasFocus,
  onFocus,
  onActivate,
  className,
  ...rest
}: RowProps) {
  const Icon = item.kind === 'file' ? FileText : isOpen ? ChevronDown : ChevronRight;
  const untracked = item.kind === 'file' && item.entry.git === 'untracked';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree listens for keys
    <div
      {...rest}
      ref={(element) => {
        const tree = element?.parentElement;
        if (hasFocus && tree?.contains(document.activeElement) && document.activeElement !== element)
          element?.focus();
      }}
      role="treeitem"
      aria-level={level}
      aria-expanded={item.kind === 'folder' ? isOpen : undefined}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      className={classNames('file-row', className)}
      style={{ paddingLeft: 8 + (level - 1) * 16 }}
      onFocus={onFocus}
      onClick={onActivate}
    >
      <Icon size={16} aria-hidden />
      <span className="truncate">{item.name}</span>
      {untracked && <span className="file-note">not in git</span>}
    </div>
  );
}
