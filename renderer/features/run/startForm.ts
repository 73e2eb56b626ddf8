/** What the start dialog holds, as a value. */
import type { RoleDistribution } from '#shared/model/distribution.ts';
import { plan } from './distributions.ts';

export interface RoleForm {
  readonly role: string;
  readonly by: 'count' | 'names';
  readonly count: number;
  /** As typed: host names between commas or blanks. */
  readonly names: string;
}

/** @param chosen what was wanted last; other roles get what the composition declares */
export function formOf(
  roles: readonly string[],
  declared: RoleDistribution,
  chosen: RoleDistribution,
): RoleForm[] {
  return roles.map((role) => {
    const wanted = chosen[role] ?? declared[role] ?? 1;
    return typeof wanted === 'number'
      ? { role, by: 'count', count: wanted, names: '' }
      : { role, by: 'names', count: Math.max(1, wanted.length), names: wanted.join(', ') };
  });
}

/** The same nodes, told the other way. */
export function switched(form: RoleForm): RoleForm {
  if (form.by === 'names') return { ...form, by: 'count', count: Math.max(1, namesIn(form.names).length) };
  const nodes = plan([form.role], { [form.role]: form.count }).nodes ?? [];
  return { ...form, by: 'names', names: nodes.map(({ name }) => name).join(', ') };
}

export function wantedOf({ by, count, names }: RoleForm): number | readonly string[] {
  return by === 'count' ? count : namesIn(names);
}

export function distributionIn(forms: readonly RoleForm[]): RoleDistribution {
  return Object.fromEntries(forms.map((form) => [form.role, wantedOf(form)]));
}

/** Only what differs from what the composition declares: the rest follows it when it is edited. */
export function choiceIn(forms: readonly RoleForm[], declared: RoleDistribution): RoleDistribution {
  const differs = forms.filter(
    (form) => JSON.stringify(wantedOf(form)) !== JSON.stringify(declared[form.role] ?? 1),
  );
  return distributionIn(differs);
}

const namesIn = (text: string): string[] => text.split(/[\s,]+/).filter((name) => name !== '');
