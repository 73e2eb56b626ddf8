/** Menus: from a button, and by right click. Both take the same items. */
import { Check, type LucideIcon } from 'lucide-react';
import { ContextMenu as RadixContext, DropdownMenu as RadixMenu } from 'radix-ui';
import { Fragment, type ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';
import './Menu.css';

export type MenuItem =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly shortcut?: string;
      readonly disabled?: boolean;
      /** A second line, e.g. a path or the reason why it is disabled. */
      readonly detail?: string;
      readonly run: () => void;
    }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly detail?: string;
      readonly chosen: boolean;
      readonly run: () => void;
    }
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'separator' };

export interface MenuProps {
  /** The button that opens it. */
  readonly children: ReactNode;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

export function Menu({ children, items, align = 'start' }: MenuProps) {
  return (
    <RadixMenu.Root modal={false}>
      <RadixMenu.Trigger asChild>{children}</RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content className="menu" align={align} sideOffset={4} collisionPadding={8}>
          <Items items={items} parts={RadixMenu} />
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}

export interface ContextMenuProps {
  /** One element; a right click on it (or Shift F10) opens the menu. */
  readonly children: ReactNode;
  readonly items: readonly MenuItem[];
}

export function ContextMenu({ children, items }: ContextMenuProps) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content className="menu" collisionPadding={8}>
          <Items items={items} parts={RadixContext} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}

type Parts = Pick<typeof RadixMenu, 'Item' | 'CheckboxItem' | 'ItemIndicator' | 'Label' | 'Separator'>;

function Items({ items, parts }: { readonly items: readonly MenuItem[]; readonly parts: Parts }) {
  return items.map((item, index) => {
    const key = item.kind === 'separator' ? `separator ${index}` : `${item.kind} ${item.label}`;
    return <Fragment key={key}>{drawItem(item, parts)}</Fragment>;
  });
}

function drawItem(item: MenuItem, parts: Parts): ReactNode {
  switch (item.kind) {
    case 'separator':
      return <parts.Separator className="menu-separator" />;
    case 'heading':
      return <parts.Label className="menu-heading">{item.label}</parts.Label>;
    case 'choice':
      return (
        <parts.CheckboxItem className="menu-item" checked={item.chosen} onSelect={item.run}>
          <span className="menu-icon">
            <parts.ItemIndicator>
              <Check size={16} aria-hidden />
            </parts.ItemIndicator>
          </span>
          <Words label={item.label} detail={item.detail} />
        </parts.CheckboxItem>
      );
    case 'action': {
      const Icon = item.icon;
      return (
        <parts.Item className="menu-item" disabled={item.disabled} onSelect={item.run}>
          <span className="menu-icon">{Icon && <Icon size={16} aria-hidden />}</span>
          <Words label={item.label} detail={item.detail} />
          {item.shortcut !== undefined && <Kbd shortcut={item.shortcut} />}
        </parts.Item>
      );
    }
  }
}

function Words({ label, detail }: { readonly label: string; readonly detail: string | undefined }) {
  return (
    <span className="menu-words">
      <span className="truncate">{label}</span>
      {detail !== undefined && <span className="menu-detail truncate">{detail}</span>}
    </span>
  );
}
