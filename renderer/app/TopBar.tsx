/** Which project, composition and flavour; what to do next; and the way to everything else. */
import { ChevronDown, Search } from 'lucide-react';
import { useSlice } from '#renderer/store/slice.ts';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { Menu, type MenuItem } from '#renderer/ui/Menu.tsx';
import { Contained } from './Contained.tsx';
import { commandItem } from './commandItems.ts';
import { type AppContext, useApp } from './context.ts';
import { frameCommands } from './frameCommands.ts';
import { Mark } from './Mark.tsx';
import type { OpenProject } from './workspace.ts';

export function TopBar() {
  const app = useApp();
  const project = useSlice(app.workspace, (state) => state.project);
  const items = useSlice(app.topBarItems.items, (all) => all.toSorted((a, b) => a.order - b.order));
  const open = project.phase === 'open' ? project : null;
  return (
    <header className="top-bar">
      <h1 className="visually-hidden">{open?.project.name ?? 'NXC Desktop'}</h1>
      <div className="top-bar-side">
        <Mark />
        <Menu items={projectItems(app)}>
          <button type="button" className="picker picker-strong">
            <span className="truncate">{open?.project.name ?? 'NXC Desktop'}</span>
            <ChevronDown size={16} aria-hidden />
          </button>
        </Menu>
        {open !== null && <TargetPickers project={open} />}
      </div>
      {open !== null && (
        <div className="top-bar-middle">
          {items.map(({ id, component: Component }) => (
            <Contained key={id} what={`“${id}” in the top bar`} notifications={app.notifications}>
              <Component />
            </Contained>
          ))}
        </div>
      )}
      <div className="top-bar-side">
        <button
          type="button"
          className="search-button"
          onClick={() => void app.commands.execute(frameCommands.palette)}
        >
          <Search size={16} aria-hidden />
          <span className="truncate">Search or run a command</span>
          <Kbd shortcut="Mod+K" />
        </button>
      </div>
    </header>
  );
}

function projectItems(app: AppContext): MenuItem[] {
  const commands = [frameCommands.openFile, frameCommands.welcome, frameCommands.closeProject];
  return commands.flatMap((id) => {
    const command = app.commands.get(id);
    return command === undefined || command.when?.() === false ? [] : [commandItem(app, command)];
  });
}

function TargetPickers({ project }: { readonly project: OpenProject }) {
  const { workspace } = useApp();
  const compositions = [...new Set(project.offered.map(({ composition }) => composition))];
  const flavours = project.offered
    .filter(({ composition }) => composition === project.composition)
    .map(({ flavour }) => flavour);
  return (
    <>
      <Picker
        what="Composition"
        explanation="A composition describes the roles of a distributed system."
        chosen={project.composition}
        names={compositions}
        onChoose={(composition) => workspace.choose({ composition })}
      />
      <Picker
        what="Flavour"
        explanation="A flavour is the platform that the composition is built for."
        chosen={project.flavour}
        names={flavours}
        onChoose={(flavour) => workspace.choose({ flavour })}
      />
    </>
  );
}

interface PickerProps<Name extends string> {
  readonly what: string;
  readonly explanation: string;
  readonly chosen: Name;
  readonly names: readonly Name[];
  readonly onChoose: (name: Name) => void;
}

function Picker<Name extends string>({ what, explanation, chosen, names, onChoose }: PickerProps<Name>) {
  const items: MenuItem[] = [
    { kind: 'heading', label: explanation },
    ...names.map(
      (name): MenuItem => ({
        kind: 'choice',
        label: name,
        chosen: name === chosen,
        run: () => onChoose(name),
      }),
    ),
  ];
  return (
    <Menu items={items}>
      <button type="button" className="picker" aria-label={`${what}: ${chosen}`}>
        <span className="truncate">{chosen}</span>
        <ChevronDown size={16} aria-hidden />
      </button>
    </Menu>
  );
}
