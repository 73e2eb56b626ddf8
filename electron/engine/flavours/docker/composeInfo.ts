/** What `nix build` makes for the docker flavour: the compose-info and the compose file it names. */
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import { readBuildFile } from '../readBuildFile.ts';

const composeInfoSchema = z.looseObject({
  image: z.string().optional(),
  roles: z.array(z.string()).min(1),
  'docker-compose-file': z.string(),
  test_script: z.string().optional(),
});

/** `KEY: value` and `["KEY=value"]` are the same. */
const pairs = z.union([
  z.array(z.string()),
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
]);

const longVolume = z.looseObject({
  type: z.enum(['bind', 'volume', 'tmpfs']),
  source: z.string().optional(),
  target: z.string(),
  read_only: z.boolean().optional(),
});

const longPort = z.looseObject({
  target: z.coerce.number(),
  published: z.union([z.string(), z.number()]).optional(),
  host_ip: z.string().optional(),
  protocol: z.string().optional(),
});

const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

const serviceSchema = z.looseObject({
  image: z.string(),
  command: oneOrMore.nullish(),
  entrypoint: oneOrMore.nullish(),
  environment: pairs.nullish(),
  user: z.string().nullish(),
  working_dir: z.string().nullish(),
  stop_signal: z.string().nullish(),
  tty: z.boolean().default(false),
  privileged: z.boolean().default(false),
  cap_add: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  devices: z.array(z.string()).default([]),
  extra_hosts: pairs.nullish(),
  tmpfs: oneOrMore.default([]),
  volumes: z.array(z.union([z.string(), longVolume])).default([]),
  ports: z.array(z.union([z.number(), z.string(), longPort])).default([]),
});

const composeFileSchema = z.looseObject({
  version: z.string().optional(),
  services: z.record(z.string(), serviceSchema),
  volumes: z
    .record(
      z.string(),
      z.looseObject({ external: z.unknown().optional(), name: z.string().optional() }).nullable(),
    )
    .nullish(),
});

export type ComposeInfo = z.infer<typeof composeInfoSchema>;
export type ComposeFile = z.infer<typeof composeFileSchema>;
export type Service = z.infer<typeof serviceSchema>;

export interface DockerBuild {
  /** Absolute path of the compose-info. */
  readonly path: string;
  readonly composeInfo: ComposeInfo;
  readonly composeFile: ComposeFile;
}

/** Keys of a service that are understood, or that mean nothing to a node. */
const knownKeys = new Set([...Object.keys(serviceSchema.shape), 'hostname', 'container_name', 'stdin_open']);

/**
 * Reads a compose-info and its compose file.
 *
 * @throws AppError `not-built` if one of the files is gone, `bad-input` naming the file and the key if it is not of
 *   the expected shape
 */
export async function readDockerBuild(path: string): Promise<DockerBuild> {
  const composeInfo = await readJson(path, composeInfoSchema);
  const composeFile = await readJson(composeInfo['docker-compose-file'], composeFileSchema);
  for (const role of composeInfo.roles) {
    if (composeFile.services[role] === undefined) {
      throw new AppError(
        'bad-input',
        `${composeInfo['docker-compose-file']} has no service for the role “${role}”.`,
        { hint: 'The build is not whole: build it again.' },
      );
    }
  }
  return { path, composeInfo, composeFile };
}

/** Keys of a role's service that will have no effect. */
export function ignoredKeys(service: Service): readonly string[] {
  return Object.keys(service).filter((key) => !knownKeys.has(key));
}

async function readJson<Output>(path: string, schema: z.ZodType<Output>): Promise<Output> {
  const parsed = schema.safeParse(await readBuildFile(path));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'bad-input',
    `${path} is not what a build for docker looks like: ${issue?.path.join('.') || 'it'}: ${issue?.message}`,
    {
      hint: 'Build it with the flavour docker. If it was, the library it was built with may be newer than this program.',
    },
  );
}
