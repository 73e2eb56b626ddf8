/** Names of what can be done with the picture, for menus, the palette and other features. */
import type { CommandKey } from '#renderer/app/commands.ts';

export interface RoleRequest {
  /** The selected role when left out. */
  readonly role?: string;
}

export const topologyCommands = {
  show: 'topology.show' as CommandKey,
  fit: 'topology.fit' as CommandKey,
  arrange: 'topology.arrange' as CommandKey,
  exportSvg: 'topology.export-svg' as CommandKey,
  exportPng: 'topology.export-png' as CommandKey,
  addRole: 'topology.add-role' as CommandKey,
  addService: 'topology.add-service' as CommandKey<RoleRequest>,
  addPackage: 'topology.add-package' as CommandKey<RoleRequest>,
  renameRole: 'topology.rename-role' as CommandKey<RoleRequest>,
  duplicateRole: 'topology.duplicate-role' as CommandKey<RoleRequest>,
  removeRole: 'topology.remove-role' as CommandKey<RoleRequest>,
  goToText: 'topology.go-to-text' as CommandKey<RoleRequest>,
} as const;
