import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import './Button.css';
import { classNames } from './classNames.ts';
import { Tooltip } from './Tooltip.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** One `primary` button at most in one place; `quiet` has no border until it is pointed at. */
  readonly look?: 'primary' | 'normal' | 'quiet' | 'danger';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A verb in sentence case that says what will happen. */
export function Button({ look = 'normal', icon: Icon, children, className, type, ...rest }: ButtonProps) {
  return (
    <button type={type ?? 'button'} className={classNames('button', `button-${look}`, className)} {...rest}>
      {Icon && <Icon size={16} aria-hidden />}
      <span className="truncate">{children}</span>
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'title'> {
  readonly icon: LucideIcon;
  /** What it does: its name for everyone who cannot see the icon, and its tooltip. */
  readonly label: string;
  /** As `ui/shortcuts.ts` writes them. */
  readonly shortcut?: string;
  readonly tooltipSide?: 'top' | 'right' | 'bottom' | 'left';
  readonly pressed?: boolean;
}

/** A button with room for an icon only. */
export function IconButton({
  icon: Icon,
  label,
  shortcut,
  tooltipSide,
  pressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={tooltipSide}>
      <button
        type="button"
        className={classNames('icon-button', className)}
        aria-label={label}
        aria-pressed={pressed}
        {...rest}
      >
        <Icon size={16} aria-hidden />
      </button>
    </Tooltip>
  );
}
