/** The one typed contract between the engine and its doors. */
import type { Client, Handlers } from '../rpc/define.ts';
import { builds } from './builds.ts';
import { compositions } from './compositions.ts';
import { deployments } from './deployments.ts';
import { files } from './files.ts';
import { jobs } from './jobs.ts';
import { knowledge } from './knowledge.ts';
import { language } from './language.ts';
import { projects } from './projects.ts';
import { recents, settings } from './settings.ts';
import { snapshots } from './snapshots.ts';
import { system } from './system.ts';
import { terminals } from './terminals.ts';
import { tests } from './tests.ts';

export const contract = {
  projects,
  compositions,
  knowledge,
  language,
  builds,
  deployments,
  snapshots,
  terminals,
  tests,
  jobs,
  system,
  files,
  settings,
  recents,
} as const;

export type EngineContract = typeof contract;
export type EngineClient = Client<EngineContract>;
export type EngineHandlers = Handlers<EngineContract>;
