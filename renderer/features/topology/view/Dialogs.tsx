/** The dialogs of the picture: which one is open, and its fields. */
import { useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { evaluationOf } from '#renderer/features/editor/evaluation.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Field, TextInput } from '#renderer/ui/Field.tsx';
import type { EditRequest } from '../edits/planEdit.ts';
import { topologyViewOf } from '../viewState.ts';
import { EditDialog } from './EditDialog.tsx';

export default function Dialogs() {
  const app = useApp();
  const dialog = useSlice(topologyViewOf(app), (view) => view.dialog);
  const { kind, role } = { kind: undefined, role: '', ...dialog };
  switch (kind) {
    case 'add-role':
      return (
        <NameDialog
          title="Add a role"
          description="A role is a kind of machine. It begins empty; services and packages can be added to it."
          verb="Add role"
          placeholder="server"
          request={(name) => ({ kind, name })}
        />
      );
    case 'rename-role':
      return (
        <NameDialog
          title={`Rename ${role}`}
          description="Where the text names it for certain, it is renamed too: host names, the test script, the numbers of nodes."
          verb="Rename"
          initial={role}
          placeholder={role}
          request={(name) => (name === role ? null : { kind, role, name })}
        />
      );
    case 'duplicate-role':
      return (
        <NameDialog
          title={`Duplicate ${role}`}
          description="The copy stands right after it, with its comment."
          verb="Duplicate"
          placeholder={`${role}-copy`}
          request={(name) => ({ kind, role, name })}
        />
      );
    case 'add-package':
      return (
        <NameDialog
          title={`Add a package to ${role}`}
          description="Its programs can then be run on every node of the role."
          label="Name in nixpkgs"
          verb="Add package"
          placeholder="curl"
          request={(name) => ({ kind, role, name })}
        />
      );
    case 'add-service':
      return <ServiceDialog role={role} />;
    case 'remove-role':
      return <EditDialog title={`Remove ${role}?`} verb="Remove role" request={{ kind, role }} />;
    default:
      return null;
  }
}

interface NameDialogProps {
  readonly title: string;
  readonly description: string;
  readonly verb: string;
  readonly label?: string;
  readonly initial?: string;
  readonly placeholder: string;
  readonly request: (name: string) => EditRequest | null;
}

function NameDialog({
  title,
  description,
  verb,
  label = 'Name',
  initial = '',
  placeholder,
  request,
}: NameDialogProps) {
  const [name, setName] = useState(initial);
  const wanted = name.trim();
  return (
    <EditDialog
      title={title}
      description={description}
      verb={verb}
      request={wanted === '' ? null : request(wanted)}
    >
      {(problem) => (
        <Field label={label} problem={problem}>
          {({ id, describedBy }) => (
            <TextInput
              id={id}
              aria-describedby={describedBy}
              aria-invalid={problem !== undefined}
              placeholder={placeholder}
              value={name}
              onChange={(event) => setName(event.target.value)}
              onFocus={(event) => event.target.select()}
            />
          )}
        </Field>
      )}
    </EditDialog>
  );
}

/** Services of NixOS that compositions often have. Any other can be typed. */
const knownServices = [
  'caddy',
  'etcd',
  'grafana',
  'haproxy',
  'httpd',
  'memcached',
  'mysql',
  'nginx',
  'openssh',
  'postgresql',
  'prometheus',
  'rabbitmq',
];

function ServiceDialog({ role }: { readonly role: string }) {
  const isTiny = useIsTiny();
  const [name, setName] = useState('');
  const [command, setCommand] = useState('');
  const [port, setPort] = useState('');
  const number = Number(port);
  const isPort = port.trim() === '' || (Number.isInteger(number) && number >= 1 && number <= 65_535);
  const isComplete = name.trim() !== '' && isPort && (!isTiny || command.trim() !== '');
  const request: EditRequest = {
    kind: 'add-service',
    role,
    name: name.trim(),
    command: isTiny ? command.trim() : null,
    port: port.trim() === '' ? null : number,
  };
  return (
    <EditDialog
      title={`Add a service to ${role}`}
      description={
        isTiny
          ? 'A service is a command that is kept running on every node of the role.'
          : 'Turns a service of NixOS on. Its other options are set in the text.'
      }
      verb="Add service"
      request={isComplete ? request : null}
    >
      {(problem) => (
        <>
          <Field label="Name" problem={problem}>
            {({ id, describedBy }) => (
              <>
                <TextInput
                  id={id}
                  aria-describedby={describedBy}
                  aria-invalid={problem !== undefined}
                  placeholder={isTiny ? 'web' : 'nginx'}
                  list={isTiny ? undefined : `${id}-known`}
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
                {!isTiny && (
                  <datalist id={`${id}-known`}>
                    {knownServices.map((known) => (
                      <option key={known} value={known} />
                    ))}
                  </datalist>
                )}
              </>
            )}
          </Field>
          {isTiny && (
            <>
              <Field label="Command" help="It stays in the foreground; when it ends it is started again.">
                {({ id, describedBy }) => (
                  <TextInput
                    id={id}
                    className="topology-code"
                    aria-describedby={describedBy}
                    placeholder="httpd -f -p 80 -h /srv/www"
                    value={command}
                    onChange={(event) => setCommand(event.target.value)}
                  />
                )}
              </Field>
              <Field
                label="Port"
                help="Where it listens, if it does: others are told, the command opens it."
                problem={isPort ? undefined : 'A port is a whole number from 1 to 65535.'}
              >
                {({ id, describedBy }) => (
                  <TextInput
                    id={id}
                    className="topology-port"
                    inputMode="numeric"
                    aria-describedby={describedBy}
                    aria-invalid={!isPort}
                    placeholder="80"
                    value={port}
                    onChange={(event) => setPort(event.target.value)}
                  />
                )}
              </Field>
            </>
          )}
        </>
      )}
    </EditDialog>
  );
}

/** Whether the composition is built on the tiny base, where a service is a command. */
function useIsTiny(): boolean {
  const app = useApp();
  const evaluated = useSlice(evaluationOf(app), ({ answer }) => answer?.base);
  const base = useSlice(app.workspace, ({ project }) =>
    project.phase === 'open' ? project.project.base : 'unknown',
  );
  return (evaluated ?? base) === 'tiny';
}
