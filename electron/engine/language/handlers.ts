import type { language as languageContract } from '#shared/contract/language.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Language } from './index.ts';

/** The `language` area of the contract. */
export function createLanguageHandlers(language: Language): AreaHandlers<typeof languageContract> {
  return {
    server: () => language.server(),
    connect: ({ directory }, stream) => language.connect(directory, stream),
  };
}
