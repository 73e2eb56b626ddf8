import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { Checkbox, Field, Select, Stepper, TextInput } from '#renderer/ui/Field.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import type { SettingsChanges } from '#shared/contract/settings.ts';
import { flavourNames } from '#shared/model/flavours.ts';
import './Settings.css';

export default function SettingsPanel() {
  const app = useApp();
  const { settings, file } = useSlice(app.settings, (state) => state);
  const change = (changes: SettingsChanges): void => {
    app.settings
      .change(changes)
      .catch((thrown) => app.notifications.fail('The settings were not changed', thrown));
  };
  return (
    <div className="settings">
      <header>
        <h1>Settings</h1>
        <p className="muted">They are kept in a file that can be edited and copied to other machines.</p>
        {file !== '' && <CommandLine command={file} />}
      </header>
      <Problem />
      <section aria-labelledby="settings-appearance">
        <h2 id="settings-appearance">Appearance</h2>
        <Field label="Theme">
          {({ id }) => (
            <Select
              id={id}
              value={settings.theme}
              options={[
                { value: 'system', label: 'As the system' },
                { value: 'dark', label: 'Dark' },
                { value: 'light', label: 'Light' },
              ]}
              onChange={(theme) => change({ theme })}
            />
          )}
        </Field>
        <Field label="Motion" help="Reduced motion shows changes at once instead of moving to them.">
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={settings.motion}
              options={[
                { value: 'system', label: 'As the system' },
                { value: 'reduced', label: 'Reduced' },
                { value: 'full', label: 'Full' },
              ]}
              onChange={(motion) => change({ motion })}
            />
          )}
        </Field>
        <Font
          label="Font of the interface"
          usual="Inter"
          value={settings.interfaceFont}
          onChange={(interfaceFont) => change({ interfaceFont })}
        />
      </section>
      <section aria-labelledby="settings-editor">
        <h2 id="settings-editor">Editor and terminals</h2>
        <Font
          label="Font of code and terminals"
          usual="JetBrains Mono"
          value={settings.codeFont}
          onChange={(codeFont) => change({ codeFont })}
        />
        <Field label="Size of code (pixels)">
          {() => (
            <Stepper
              label="Size of code in pixels"
              value={settings.codeFontSize}
              least={8}
              most={32}
              onChange={(codeFontSize) => change({ codeFontSize })}
            />
          )}
        </Field>
        <Field label="Size of terminals (pixels)">
          {() => (
            <Stepper
              label="Size of terminals in pixels"
              value={settings.terminalFontSize}
              least={8}
              most={32}
              onChange={(terminalFontSize) => change({ terminalFontSize })}
            />
          )}
        </Field>
        <Checkbox
          label="Format files when they are saved"
          checked={settings.formatOnSave}
          onChange={(formatOnSave) => change({ formatOnSave })}
        />
        <TextSetting
          label="Language server for Nix"
          help="Empty means nixd or nil if they are on the PATH; “none” means none. A name or an absolute path names another."
          placeholder="nixd or nil"
          value={settings.languageServer}
          onChange={(languageServer) => change({ languageServer })}
        />
      </section>
      <section aria-labelledby="settings-projects">
        <h2 id="settings-projects">Projects</h2>
        <Field label="Flavour of new projects" help="The platform that a composition is built for.">
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={settings.defaultFlavour}
              options={flavourNames.map((value) => ({ value, label: value }))}
              onChange={(defaultFlavour) => change({ defaultFlavour })}
            />
          )}
        </Field>
        <TextSetting
          label="Folder of new projects"
          help="Empty means your home folder."
          placeholder="~"
          value={settings.projectsFolder}
          onChange={(projectsFolder) => change({ projectsFolder })}
        />
      </section>
    </div>
  );
}

function Problem() {
  const app = useApp();
  const problem = useSlice(app.settings, (state) => state.problem);
  if (problem === null) return null;
  const setAside = async (): Promise<void> => {
    try {
      const { keptAs, state } = await app.client.settings.setAside({});
      app.settings.receive(state);
      app.notifications.tell('done', 'The settings begin anew.', {
        hint: `The old file is kept as ${keptAs}.`,
      });
    } catch (thrown) {
      app.notifications.fail('The file could not be set aside', thrown);
    }
  };
  return (
    <div className="settings-problem" role="alert">
      <StateIcon state="stale" />
      <div>
        <p>{problem.message}</p>
        <p className="muted">{problem.hint}</p>
      </div>
      {problem.unreadable && <Button onClick={() => void setAside()}>Begin a new file</Button>}
    </div>
  );
}

interface TextSettingProps {
  readonly label: string;
  readonly help?: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Font({
  usual,
  ...rest
}: { readonly usual: string } & Omit<TextSettingProps, 'placeholder' | 'help'>) {
  return (
    <TextSetting {...rest} placeholder={usual} help={`Empty means ${usual}, which comes with the app.`} />
  );
}

/** Written when the field is left or Enter is pressed, not at every key. */
function TextSetting({ label, help, placeholder, value, onChange }: TextSettingProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const commit = (): void => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {({ id, describedBy }) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          placeholder={placeholder}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
          }}
        />
      )}
    </Field>
  );
}
