/** Roles and their distribution in a compose-info, of whatever flavour it is. */
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import type { RoleDistribution } from '#shared/model/distribution.ts';
import { readBuildFile } from '../flavours/readBuildFile.ts';

const distribution = z.record(z.string(), z.union([z.number(), z.array(z.string())]));

/** Flavours with a system per role list the roles; those with one image for all have them by composition. */
const roleList = z.looseObject({ roles: z.array(z.string()), roles_distribution: distribution.optional() });
const allInOne = z.looseObject({
  compositions_info: z.record(
    z.string(),
    z.looseObject({ roles: z.record(z.string(), z.unknown()), roles_distribution: distribution.optional() }),
  ),
});

export interface DeclaredRoles {
  readonly roles: readonly string[];
  /** What the composition itself asks for. */
  readonly distribution: RoleDistribution;
}

/**
 * @throws AppError `not-built` if the file is gone, `bad-input` if it is not a compose-info or does not have the
 *   composition
 */
export async function readDeclaredRoles(path: string, composition: string): Promise<DeclaredRoles> {
  const value = await readBuildFile(path);
  const listed = roleList.safeParse(value);
  if (listed.success) return { roles: listed.data.roles, distribution: listed.data.roles_distribution ?? {} };
  const all = allInOne.safeParse(value);
  const own = all.data?.compositions_info[composition];
  if (own !== undefined) return { roles: Object.keys(own.roles), distribution: own.roles_distribution ?? {} };
  throw new AppError('bad-input', `${path} does not describe a build of the composition “${composition}”.`, {
    hint: 'Give the compose-info that `nxc build` made for it, or build it again.',
  });
}
