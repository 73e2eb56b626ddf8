import { ChevronDown, Minus, Plus } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { IconButton } from './Button.tsx';
import { classNames } from './classNames.ts';
import './Field.css';

export interface FieldProps {
  readonly label: string;
  /** Said under the field. */
  readonly help?: string;
  /** What is wrong with what was typed, and what would be right. */
  readonly problem?: string | undefined;
  /** Draws the control; `id` and `describedBy` must reach it. */
  readonly children: (control: {
    readonly id: string;
    readonly describedBy: string | undefined;
  }) => ReactNode;
}

/** A control with its label, its help and what is wrong. */
export function Field({ label, help, problem, children }: FieldProps) {
  const id = useId();
  const note = problem ?? help;
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      {children({ id, describedBy: note === undefined ? undefined : `${id}-note` })}
      {note !== undefined && (
        <p id={`${id}-note`} className={classNames('field-note', problem !== undefined && 'field-problem')}>
          {note}
        </p>
      )}
    </div>
  );
}

/** One line of text. */
export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      type="text"
      spellCheck={false}
      autoComplete="off"
      className={classNames('input', className)}
      {...rest}
    />
  );
}

export interface SelectProps<Value extends string>
  extends Omit<ComponentProps<'select'>, 'onChange' | 'value'> {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** A choice of few; the system's own list, so that it works as people are used to. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  className,
  ...rest
}: SelectProps<Value>) {
  return (
    <span className={classNames('select', className)}>
      <select
        {...rest}
        className="input"
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={16} aria-hidden />
    </span>
  );
}

export interface StepperProps {
  /** What is counted, e.g. “Nodes of client”. */
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}

/** A number that is changed by little steps or typed. */
export function Stepper({ label, value, least, most, step = 1, onChange }: StepperProps) {
  const within = (wanted: number): number => Math.min(most, Math.max(least, wanted));
  return (
    <fieldset className="stepper" aria-label={label}>
      <IconButton
        icon={Minus}
        label={`${label}: less`}
        disabled={value <= least}
        onClick={() => onChange(within(value - step))}
      />
      <input
        type="number"
        className="stepper-value tabular"
        aria-label={label}
        value={value}
        min={least}
        max={most}
        step={step}
        onChange={(event) => {
          if (Number.isFinite(event.target.valueAsNumber)) onChange(within(event.target.valueAsNumber));
        }}
      />
      <IconButton
        icon={Plus}
        label={`${label}: more`}
        disabled={value >= most}
        onClick={() => onChange(within(value + step))}
      />
    </fieldset>
  );
}

export interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  return (
    <label className="checkbox">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
