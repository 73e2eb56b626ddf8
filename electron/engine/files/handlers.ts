import type { files as filesContract } from '#shared/contract/files.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Drafts } from './drafts.ts';
import { formatNix } from './format.ts';
import type { Files } from './index.ts';

/** The `files` area of the contract. */
export function createFileHandlers(
  files: Files,
  drafts: Drafts,
  environment: NodeJS.ProcessEnv,
): AreaHandlers<typeof filesContract> {
  return {
    list: ({ directory }) => files.list(directory),
    read: ({ directory, file }) => files.read(directory, file),
    write: async ({ directory, file, text, expectedRevision }) => ({
      revision: await files.write(directory, file, text, expectedRevision),
    }),
    drafts: ({ directory }) => drafts.list(directory),
    readDraft: ({ directory, file }) => drafts.read(directory, file),
    keepDraft: async ({ directory, file, draft }) => {
      await drafts.keep(directory, file, draft);
      return {};
    },
    forgetDraft: async ({ directory, file }) => {
      await drafts.forget(directory, file);
      return {};
    },
    format: ({ text }) => formatNix(text, environment),
    folders: ({ prefix }) => files.folders(prefix),
  };
}
