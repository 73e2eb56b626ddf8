import { Folder, FolderCheck } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { TextInput } from '#renderer/ui/Field.tsx';

interface Suggestion {
  readonly path: string;
  readonly isProject: boolean;
}

export interface FolderInputProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (path: string) => void;
  readonly placeholder: string;
  readonly describedBy?: string | undefined;
}

/** A field for a folder's path that offers the folders which begin as typed. */
export function FolderInput({ id, value, onChange, placeholder, describedBy }: FolderInputProps) {
  const listId = useId();
  /** Only typing and the arrow keys open the list: it would cover what is said under the field. */
  const [isWanted, setWanted] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const suggestions = useFolders(value, isWanted);
  const isOpen = isWanted && suggestions.length > 0;

  function take(suggestion: Suggestion): void {
    setChosen(-1);
    // A project is the end of the way; in any other folder one goes on.
    onChange(suggestion.isProject ? suggestion.path : `${suggestion.path}/`);
  }

  function press(event: KeyboardEvent): void {
    // Escape is the list's own business.
    if (!isOpen) {
      if (event.key === 'ArrowDown') setWanted(true);
      return;
    }
    const picked = suggestions[chosen] ?? (event.key === 'Tab' ? suggestions[0] : undefined);
    if (event.key === 'ArrowDown') setChosen((chosen + 1) % suggestions.length);
    else if (event.key === 'ArrowUp') setChosen((chosen <= 0 ? suggestions.length : chosen) - 1);
    else if (
      (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) &&
      picked &&
      picked.path !== value
    )
      take(picked);
    else return;
    event.preventDefault();
  }

  return (
    <Popover.Root open={isOpen} onOpenChange={setWanted}>
      <Popover.Anchor asChild>
        <TextInput
          id={id}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && chosen >= 0 ? `${listId}-${chosen}` : undefined}
          aria-describedby={describedBy}
          value={value}
          placeholder={placeholder}
          onChange={(event) => {
            setChosen(-1);
            setWanted(true);
            onChange(event.target.value);
          }}
          onBlur={() => setWanted(false)}
          onKeyDown={press}
        />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          role="group"
          className="folder-list"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          // The field is the list's own: a click into it is not one beside it.
          onInteractOutside={(event) => event.preventDefault()}
        >
          <div role="listbox" id={listId} aria-label="Folders">
            {suggestions.map((suggestion, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works in the field
              <div
                key={suggestion.path}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === chosen}
                className="folder-option"
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(suggestion)}
              >
                {suggestion.isProject ? (
                  <FolderCheck size={16} aria-hidden />
                ) : (
                  <Folder size={16} aria-hidden />
                )}
                <span className="truncate">{suggestion.path}</span>
                {suggestion.isProject && <span className="muted">project</span>}
              </div>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Milliseconds without a key before the engine is asked. */
const quietTime = 120;

function useFolders(prefix: string, wanted: boolean): readonly Suggestion[] {
  const { client } = useApp();
  const [folders, setFolders] = useState<readonly Suggestion[]>([]);
  useEffect(() => {
    if (!wanted || !/^[~/]|^[A-Za-z]:/.test(prefix)) {
      setFolders([]);
      return;
    }
    const asking = new AbortController();
    const timer = setTimeout(() => {
      client.files.folders({ prefix }, { signal: asking.signal }).then(
        (found) => {
          if (!asking.signal.aborted) setFolders(found.folders);
        },
        // A folder that cannot be read has nothing to offer; opening it will say why.
        () => setFolders([]),
      );
    }, quietTime);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [client, prefix, wanted]);
  return folders;
}
