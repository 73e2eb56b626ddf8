/** Memory and cores of the machines of each role, in the start dialog. */
import { TextInput } from '#renderer/ui/Field.tsx';
import { type SizeForm, sizeProblem } from './sizeForm.ts';

interface SizeFieldsProps {
  readonly forms: readonly SizeForm[];
  readonly onChange: (forms: readonly SizeForm[]) => void;
}

export function SizeFields({ forms, onChange }: SizeFieldsProps) {
  const change = (changed: SizeForm): void =>
    onChange(forms.map((form) => (form.role === changed.role ? changed : form)));
  return (
    <section aria-label="Sizes of the machines">
      <h3>Size of each machine</h3>
      <div className="start-sizes">
        <span className="muted">Role</span>
        <span className="muted">Memory in MiB</span>
        <span className="muted">Cores</span>
        {forms.map((form) => (
          <SizeRow key={form.role} form={form} onChange={change} />
        ))}
      </div>
      <p className="muted">Left empty, a size is what the composition asks for.</p>
    </section>
  );
}

function SizeRow({
  form,
  onChange,
}: {
  readonly form: SizeForm;
  readonly onChange: (form: SizeForm) => void;
}) {
  const { role, memory, cores } = form;
  const problem = sizeProblem(form);
  return (
    <>
      <span>{role}</span>
      <TextInput
        aria-label={`Memory of ${role} in MiB`}
        aria-invalid={problem !== null}
        inputMode="numeric"
        placeholder="as built"
        value={memory}
        onChange={(event) => onChange({ ...form, memory: event.target.value })}
      />
      <TextInput
        aria-label={`Cores of ${role}`}
        aria-invalid={problem !== null}
        inputMode="numeric"
        placeholder="as built"
        value={cores}
        onChange={(event) => onChange({ ...form, cores: event.target.value })}
      />
      {problem !== null && (
        <p role="alert" className="start-role-problem">
          {problem}
        </p>
      )}
    </>
  );
}
