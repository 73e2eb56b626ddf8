/** What `nix build` makes for the flavours that run machines: one kernel and one initrd for every role. */
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import { readBuildFile } from '../readBuildFile.ts';

const roleSchema = z.looseObject({
  init: z.string().optional(),
  nxc: z
    .looseObject({
      memory_mib: z.int().positive().optional(),
      cores: z.int().positive().optional(),
      ssh: z.boolean().optional(),
      /** A text says why the role cannot be restored from a snapshot. */
      template: z.union([z.literal(true), z.string()]).optional(),
      ports: z.array(z.union([z.number(), z.string()])).optional(),
    })
    .optional(),
});

const buildSchema = z.looseObject({
  system: z.string().optional(),
  compositions_info_path: z.string().optional(),
  compositions_info: z.record(
    z.string(),
    z.looseObject({ test_script: z.string().nullish(), roles: z.record(z.string(), roleSchema) }),
  ),
  all: z.looseObject({
    kernel: z.string(),
    initrd: z.string(),
    nxc: z
      .looseObject({
        protocol: z.number(),
        layout: z.enum(['image', 'shared', 'ramdisk']),
        store_image: z.string().nullish(),
        panic_device: z.enum(['pvpanic', 'pvpanic-pci']).nullish(),
        graphics: z.boolean().default(false),
        kernel_params: z.array(z.string()).default([]),
      })
      .optional(),
  }),
});

/** How a machine gets at the Nix store. */
export type StoreLayout =
  | { readonly layout: 'image'; readonly file: string }
  | { readonly layout: 'shared' }
  | { readonly layout: 'ramdisk' };

export interface RoleBuild {
  readonly init: string;
  /** What the build asks for; `undefined` leaves it to us. */
  readonly memoryMib: number | undefined;
  readonly cores: number | undefined;
  /** Whether an ssh server runs on port 22. */
  readonly hasSsh: boolean;
  /** Why machines of this role boot instead of being restored; `null` if they need not. */
  readonly coldReason: string | null;
  /** Ports of a node to publish here, as `80` or `8080:80`. */
  readonly ports: readonly string[];
}

export interface MachineBuild {
  /** Absolute path of the compose-info. */
  readonly path: string;
  readonly system: string;
  readonly kernel: string;
  readonly initrd: string;
  readonly store: StoreLayout;
  readonly panicDevice: 'pvpanic' | 'pvpanic-pci' | null;
  readonly graphics: boolean;
  readonly kernelParameters: readonly string[];
  readonly compositions: ReadonlyMap<string, CompositionBuild>;
  /** As it is in the compose-info, for the deployment's file. */
  readonly all: Readonly<Record<string, unknown>>;
  readonly compositionsInfoPath: string;
}

export interface CompositionBuild {
  readonly testScript: string | null;
  readonly roles: ReadonlyMap<string, RoleBuild>;
}

/** The protocol between machine and program that this program speaks. */
const protocol = 2;

/**
 * @throws AppError `not-built` if the file is gone, `bad-input` if it is of another shape, `unsupported` if its
 *   machines do not speak our protocol
 */
export async function readMachineBuild(path: string): Promise<MachineBuild> {
  const info = parseBuild(path, await readBuildFile(path));
  const { kernel, initrd, nxc } = info.all;
  if (nxc?.protocol !== protocol) throw foreignBuild(path, nxc?.protocol);
  return {
    path,
    system: info.system ?? 'x86_64-linux',
    kernel,
    initrd,
    store: storeOf(path, nxc),
    panicDevice: nxc.panic_device ?? null,
    graphics: nxc.graphics,
    kernelParameters: nxc.kernel_params,
    compositions: new Map(
      Object.entries(info.compositions_info).map(([name, { test_script, roles }]) => [
        name,
        { testScript: test_script ?? null, roles: rolesOf(roles) },
      ]),
    ),
    all: info.all,
    compositionsInfoPath: info.compositions_info_path ?? path,
  };
}

/** @throws AppError `bad-input` if the build does not have the composition */
export function compositionOf(build: MachineBuild, composition: string): CompositionBuild {
  const found = build.compositions.get(composition);
  if (found !== undefined) return found;
  throw new AppError('bad-input', `${build.path} does not hold the composition “${composition}”.`, {
    hint: `It holds: ${[...build.compositions.keys()].join(', ')}. Build it again.`,
  });
}

/** @throws AppError `bad-input` if the composition does not have the role */
export function roleOf(build: MachineBuild, composition: string, role: string): RoleBuild {
  const { roles } = compositionOf(build, composition);
  const found = roles.get(role);
  if (found !== undefined) return found;
  throw new AppError('bad-input', `The composition “${composition}” has no role “${role}”.`, {
    hint: `Its roles are: ${[...roles.keys()].join(', ')}.`,
  });
}

function rolesOf(roles: Readonly<Record<string, z.infer<typeof roleSchema>>>): Map<string, RoleBuild> {
  return new Map(
    Object.entries(roles).map(([role, { init, nxc }]) => [
      role,
      {
        init: init ?? '',
        memoryMib: nxc?.memory_mib,
        cores: nxc?.cores,
        hasSsh: nxc?.ssh ?? true,
        coldReason: typeof nxc?.template === 'string' ? nxc.template : null,
        ports: (nxc?.ports ?? []).map(String),
      },
    ]),
  );
}

type NxcKeys = NonNullable<z.infer<typeof buildSchema>['all']['nxc']>;

function storeOf(path: string, { layout, store_image }: NxcKeys): StoreLayout {
  if (layout !== 'image') return { layout };
  if (typeof store_image === 'string') return { layout, file: store_image };
  throw new AppError('bad-input', `${path} names no image of the store, but its machines want one.`, {
    hint: 'The build is not whole: build it again.',
  });
}

function parseBuild(path: string, value: unknown): z.infer<typeof buildSchema> {
  const parsed = buildSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'bad-input',
    `${path} is not what a build of virtual machines looks like: ${issue?.path.join('.') || 'it'}: ${issue?.message}`,
    {
      hint: 'Build it with the flavour vm or vm-ramdisk. If it was, the library it was built with may be newer than this program.',
    },
  );
}

function foreignBuild(path: string, found: number | undefined): AppError {
  const what = found === undefined ? 'do not say how' : `speak version ${found} of the protocol`;
  return new AppError(
    'unsupported',
    `The machines of ${path} cannot be talked to: they ${what}, this program speaks version ${protocol}.`,
    { hint: 'Build the composition with the library of this program: `nxc build -u`, then start again.' },
  );
}
