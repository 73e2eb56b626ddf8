/** The button that opens what can be done to a node. */
import { Ellipsis } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import type { Target } from '#shared/contract/common.ts';
import type { ActionNode } from './nodeActions.ts';
import { nodeMenuItems } from './nodeMenu.ts';

export function NodeMenu({ node, target }: { readonly node: ActionNode; readonly target: Target }) {
  const items = nodeMenuItems(useApp(), node, target);
  const label = `What can be done to ${node.name}`;
  if (items.length === 0) return <IconButton icon={Ellipsis} label={label} disabled />;
  return (
    <Menu items={items} align="end">
      <IconButton icon={Ellipsis} label={label} />
    </Menu>
  );
}
