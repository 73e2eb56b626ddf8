/** How many nodes, or which, each role gets. Asked at the start; never needs a new build. */
import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { areMachines } from '#renderer/features/machines/nodeActions.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Chip } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Select, Stepper, TextInput } from '#renderer/ui/Field.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { count } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { type AppError, toAppError } from '#shared/errors.ts';
import { maximumNodes } from '#shared/model/distribution.ts';
import { chosenNodesOf } from './chosenNodes.ts';
import { chosenSizesOf } from './chosenSizes.ts';
import { cliLine } from './cliLines.ts';
import { plan } from './distributions.ts';
import { FlavourChoice } from './FlavourChoice.tsx';
import { targetKey } from './operations.ts';
import { perform } from './perform.ts';
import { plansOf, type TargetPlan } from './plans.ts';
import { useSituation } from './readSituation.ts';
import './Run.css';
import { SizeFields } from './SizeFields.tsx';
import { needsBuild, presentNodes, type Situation } from './situation.ts';
import { type SizeForm, sizeFormOf, sizeProblem, sizesIn } from './sizeForm.ts';
import { startDialog } from './startDialogState.ts';
import { choiceIn, formOf, type RoleForm, switched, wantedOf } from './startForm.ts';

const close = (): void => startDialog.dispatch(null);

export function StartDialog() {
  const target = useSlice(startDialog, (state) => state);
  return target === null ? null : <OpenDialog key={targetKey(target)} target={target} />;
}

function OpenDialog({ target }: { readonly target: Target }) {
  const app = useApp();
  const situation = useSituation(app, target);
  const [known, setKnown] = useState<TargetPlan | AppError | null>(null);
  const [forms, setForms] = useState<readonly RoleForm[]>([]);
  const [sizeForms, setSizeForms] = useState<readonly SizeForm[]>([]);
  const haveSizes = areMachines(target.flavour);
  useEffect(() => {
    let current = true;
    const begin = (found: TargetPlan): void => {
      setKnown(found);
      setForms(formOf(found.roles, found.declared, chosenNodesOf(app).forStart(target)));
      setSizeForms(sizeFormOf(found.roles, chosenSizesOf(app).forStart(target)));
    };
    const before = plansOf(app).planOf(target);
    if (before !== undefined) begin(before);
    else
      plansOf(app)
        .ask(target)
        .then(
          (found) => current && begin(found),
          (thrown) => current && setKnown(toAppError(thrown)),
        );
    return () => {
      current = false;
    };
  }, [app, target]);

  const isReady = known !== null && !(known instanceof Error);
  const choice = isReady ? choiceIn(forms, known.declared) : {};
  const planned = isReady ? plan(known.roles, known.declared, choice) : null;
  const nodes = planned?.nodes ?? null;
  const runs = presentNodes(situation).length > 0;
  const sizes = haveSizes ? sizesIn(sizeForms) : {};
  const areSizesRight = !haveSizes || sizeForms.every((form) => sizeProblem(form) === null);

  async function start(): Promise<void> {
    chosenNodesOf(app).choose(target, choice);
    if (haveSizes) chosenSizesOf(app).choose(target, sizes);
    close();
    // What is started is what the window is about from then on.
    app.workspace.choose({ composition: target.composition, flavour: target.flavour });
    await perform(app, actionOf(situation), target);
  }

  return (
    <Dialog
      open
      onClose={close}
      title={`${runs ? 'Nodes of' : 'Start'} ${target.composition} on ${target.flavour}`}
      description="Choose how many nodes each role gets, or name them. Nothing has to be built anew for it."
      actions={
        <>
          <Button look="quiet" onClick={close}>
            Leave as it is
          </Button>
          <Button
            look="primary"
            disabled={nodes === null || !areSizesRight || situation.work !== null}
            onClick={() =>
              void start().catch((thrown) => app.notifications.fail('The nodes could not be started', thrown))
            }
          >
            {startLabel(situation, nodes?.length ?? null)}
          </Button>
        </>
      }
    >
      <FlavourChoice target={target} onChange={(flavour) => startDialog.dispatch({ ...target, flavour })} />
      {known === null && <Spinner doing="Reading the roles" waitingFor="Nix to evaluate the composition" />}
      {known instanceof Error && <ErrorNotice title="The roles could not be read" error={known.toJSON()} />}
      {isReady && (
        <div className="start-body">
          <div className="start-roles">
            {forms.map((form) => (
              <RoleRow
                key={form.role}
                form={form}
                onChange={(changed) =>
                  setForms(forms.map((other) => (other.role === changed.role ? changed : other)))
                }
              />
            ))}
          </div>
          <section aria-label="Nodes that will run">
            {nodes !== null && (
              <>
                <h3>{count(nodes.length, 'node')}</h3>
                <div className="start-preview">
                  {nodes.slice(0, previewed).map(({ name }) => (
                    <Chip key={name}>{name}</Chip>
                  ))}
                  {nodes.length > previewed && <span>and {nodes.length - previewed} more</span>}
                </div>
              </>
            )}
            {planned?.problem != null && !forms.some((form) => problemOf(form) !== null) && (
              <p role="alert" className="field-problem">
                {planned.problem.message} {planned.problem.hint}
              </p>
            )}
          </section>
          {haveSizes && <SizeFields forms={sizeForms} onChange={setSizeForms} />}
          {nodes !== null && areSizesRight && (
            <CommandLine command={cliLine(actionOf(situation), target, choice, sizes)} />
          )}
        </div>
      )}
    </Dialog>
  );
}

/** Names shown before they are counted only. */
const previewed = 60;

/** What is wrong with one role by itself. */
function problemOf(form: RoleForm): AppError | null {
  return plan([form.role], { [form.role]: wantedOf(form) }).problem;
}

const ways = [
  { value: 'count', label: 'by number' },
  { value: 'names', label: 'by name' },
] as const;

function RoleRow({
  form,
  onChange,
}: {
  readonly form: RoleForm;
  readonly onChange: (form: RoleForm) => void;
}) {
  const { role, by, names } = form;
  const problem = problemOf(form);
  return (
    <>
      <h3>{role}</h3>
      <Select
        aria-label={`How the nodes of ${role} are given`}
        value={by}
        options={ways}
        onChange={(wanted) => wanted !== by && onChange(switched(form))}
      />
      {by === 'count' ? (
        <Stepper
          label={`Nodes of ${role}`}
          value={form.count}
          least={1}
          most={maximumNodes}
          onChange={(wanted) => onChange({ ...form, count: wanted })}
        />
      ) : (
        <TextInput
          aria-label={`Host names of ${role}`}
          aria-invalid={problem !== null}
          placeholder="alpha, beta"
          value={names}
          onChange={(event) => onChange({ ...form, names: event.target.value })}
        />
      )}
      {problem !== null && (
        <p role="alert" className="start-role-problem">
          {problem.message} {problem.hint}
        </p>
      )}
    </>
  );
}

function actionOf(situation: Situation) {
  const runs = presentNodes(situation).length > 0;
  if (needsBuild(situation)) return runs ? 'apply' : 'build-and-start';
  return runs ? 'update-nodes' : 'start';
}

function startLabel(situation: Situation, nodes: number | null): string {
  const what = nodes === null ? 'the nodes' : count(nodes, 'node');
  if (presentNodes(situation).length > 0) return nodes === null ? 'Change the nodes' : `Change to ${what}`;
  return needsBuild(situation) ? `Build and start ${what}` : `Start ${what}`;
}
