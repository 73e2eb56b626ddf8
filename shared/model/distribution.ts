/**
 * The role distribution: how many nodes, or which host names, each role gets. It is chosen at start and never needs
 * a rebuild.
 */
import { AppError } from '../errors.ts';

/** A count gives generated names; a list gives exactly those host names. */
export type RoleDistribution = Readonly<Record<string, number | readonly string[]>>;

export interface PlannedNode {
  readonly name: string;
  readonly role: string;
}

/** RFC 1123 host name label: what Docker, QEMU and /etc/hosts all accept. */
const hostNamePattern = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;

/** Above this a laptop is in danger, and a slip of the finger (`client=30000`) is likelier than a wish. */
export const maximumNodes = 1000;

/**
 * Names every node of a deployment. A role that nobody distributes gets one node that carries the role's name; a
 * count n > 1 gives `role1` … `rolen`, and a count of 1 gives plain `role`; a list gives its host names.
 *
 * @param roles every role of the composition, in the order in which nodes are listed
 * @param distributions the declared distribution first, then what the user asked for; later ones win per role
 * @throws AppError `bad-input` naming the role: unknown role, count that is not a whole number above zero, empty
 *   list, host name that is not one, or two nodes with one name
 */
export function planNodes(
  roles: readonly string[],
  ...distributions: readonly RoleDistribution[]
): PlannedNode[] {
  const chosen = new Map<string, number | readonly string[]>(
    Object.entries(Object.assign({}, ...distributions)),
  );
  for (const role of chosen.keys()) {
    if (!roles.includes(role)) {
      throw new AppError(
        'bad-input',
        `The role distribution names the role “${role}”, which the composition does not have.`,
        {
          hint: `Its roles are: ${roles.join(', ')}.`,
        },
      );
    }
  }
  const nodes = roles.flatMap((role) => hostNames(role, chosen.get(role)).map((name) => ({ name, role })));
  assertDistinctNames(nodes);
  if (nodes.length > maximumNodes) throw tooManyNodes(nodes.length);
  return nodes;
}

function hostNames(role: string, wanted: number | readonly string[] | undefined): readonly string[] {
  if (wanted === undefined) return [role];
  if (typeof wanted === 'number') {
    if (!Number.isInteger(wanted) || wanted < 1) {
      throw new AppError('bad-input', `The role “${role}” is given ${wanted} nodes.`, {
        hint: `Give a whole number from 1 on, or host names: -r ${role}=2 or -r ${role}=alpha,beta.`,
      });
    }
    if (wanted > maximumNodes) throw tooManyNodes(wanted);
    return wanted === 1 ? [role] : Array.from({ length: wanted }, (_, index) => `${role}${index + 1}`);
  }
  if (wanted.length === 0) {
    throw new AppError('bad-input', `The role “${role}” is given an empty list of host names.`, {
      hint: `Name at least one host: -r ${role}=alpha.`,
    });
  }
  for (const name of wanted) {
    if (!hostNamePattern.test(name)) {
      throw new AppError('bad-input', `“${name}” cannot be the host name of a node of role “${role}”.`, {
        hint: 'Use letters, digits and hyphens, at most 63 characters, with no hyphen at either end.',
      });
    }
  }
  return wanted;
}

function assertDistinctNames(nodes: readonly PlannedNode[]): void {
  const roleByName = new Map<string, string>();
  for (const { name, role } of nodes) {
    const other = roleByName.get(name);
    if (other !== undefined) {
      const who =
        other === role ? `role “${role}” names it twice` : `roles “${other}” and “${role}” both have it`;
      throw new AppError('bad-input', `Two nodes would be called “${name}”: ${who}.`, {
        hint: 'Give one of them other host names, e.g. -r role=name1,name2.',
      });
    }
    roleByName.set(name, role);
  }
}

function tooManyNodes(count: number): AppError {
  return new AppError(
    'bad-input',
    `The role distribution asks for ${count} nodes; at most ${maximumNodes} can be started at once.`,
    {
      hint: 'Lower the counts of the roles.',
    },
  );
}
