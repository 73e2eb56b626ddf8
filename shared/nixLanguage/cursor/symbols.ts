import type { CompositionOutline, RoleOutline } from '../composition/outline.ts';
import { readComposition } from '../composition/readComposition.ts';
import type { NixDocument } from '../syntax/document.ts';
import { encloses, type Range } from '../text/range.ts';

/** One line of an editor's outline. */
export interface OutlineSymbol {
  readonly name: string;
  readonly kind: 'attribute' | 'role' | 'service' | 'script';
  /** What it says in small beside the name: the ports of a service, say. */
  readonly detail: string;
  /** All of it. */
  readonly range: Range;
  /** Its name. */
  readonly nameRange: Range;
  readonly children: readonly OutlineSymbol[];
}

/** The outline of a text: attributes, below them roles, below these services. */
export function outlineSymbols(
  document: NixDocument,
  outline: CompositionOutline = readComposition(document),
): OutlineSymbol[] {
  return outline.attributes.map(({ name, binding, value, start, end }) => ({
    name,
    kind: name === 'testScript' ? ('script' as const) : ('attribute' as const),
    detail: '',
    range: binding,
    nameRange: { start, end },
    children: outline.roles
      .filter((role) => encloses(value, role.binding) || encloses(binding, role.nameRange))
      .map((role) => roleSymbol(role)),
  }));
}

function roleSymbol(role: RoleOutline): OutlineSymbol {
  return {
    name: role.name,
    kind: 'role',
    detail: role.description?.split('\n')[0] ?? '',
    range: role.binding,
    nameRange: role.nameRange,
    children: role.services
      .filter((service) => encloses(role.binding, service))
      .map(({ name, ports, start, end }) => ({
        name,
        kind: 'service' as const,
        detail: ports.map(({ port }) => `:${port}`).join(' '),
        range: { start, end },
        nameRange: { start, end },
        children: [],
      })),
  };
}
