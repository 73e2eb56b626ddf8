/** On which platform a composition is started, of those that the project offers and this engine can start. */
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Select } from '#renderer/ui/Field.tsx';
import type { Target } from '#shared/contract/common.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import { startableOf } from './startable.ts';

/** Said beside its name, for who chooses. */
const meanings: Readonly<Partial<Record<FlavourName, string>>> = {
  docker: 'containers, quick',
  vm: 'virtual machines with a kernel each',
  'vm-ramdisk': 'virtual machines, all in memory',
};

export function FlavourChoice({
  target,
  onChange,
}: {
  readonly target: Target;
  readonly onChange: (flavour: FlavourName) => void;
}) {
  const app = useApp();
  const startable = useSlice(startableOf(app), (names) => names) ?? [target.flavour];
  const project = useSlice(app.workspace, (state) => state.project);
  const offered = project.phase === 'open' ? project.offered : [];
  const names = startable.filter(
    (name) =>
      name === target.flavour ||
      offered.some((one) => one.composition === target.composition && one.flavour === name),
  );
  if (names.length < 2) return null;
  return (
    <div className="start-flavour">
      <h3>Platform</h3>
      <Select
        aria-label="Platform"
        value={target.flavour}
        options={names.map((name) => ({
          value: name,
          label: meanings[name] === undefined ? name : `${name} (${meanings[name]})`,
        }))}
        onChange={onChange}
      />
    </div>
  );
}
