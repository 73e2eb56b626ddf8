/** What a settings file says, field by field: one that does not fit costs its own value and no other. */
import { type UserSettings, userSettings } from '#shared/contract/settings.ts';
import { AppError } from '#shared/errors.ts';
import { parseJsonText } from '#shared/model/jsonText.ts';

export interface ReadSettings {
  readonly settings: UserSettings;
  /** The file's own entries, kept when it is written: also those that this version does not know. */
  readonly entries: Readonly<Record<string, unknown>>;
  readonly problem: { readonly message: string; readonly hint: string; readonly unreadable: boolean } | null;
}

/** @param text the file's content; `null` when there is no file */
export function readSettings(text: string | null, file: string): ReadSettings {
  const defaults = userSettings.parse({});
  if (text === null || text.trim() === '') return { settings: defaults, entries: {}, problem: null };
  let parsed: unknown;
  try {
    parsed = parseJsonText(text, file);
  } catch (error) {
    return unreadable(error instanceof AppError ? error.message : String(error), file);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return unreadable('The settings are not a set of entries in { }.', file);
  }
  const entries = { ...parsed } as Record<string, unknown>;
  const wrong = Object.entries(userSettings.shape).filter(
    ([name, field]) => !field.safeParse(entries[name]).success,
  );
  const usable = Object.fromEntries(
    Object.entries(entries).filter(([name]) => !wrong.some(([bad]) => bad === name)),
  );
  return {
    settings: userSettings.parse(usable),
    entries,
    problem:
      wrong.length === 0
        ? null
        : misfits(
            wrong.map(([name]) => name),
            defaults,
            file,
          ),
  };
}

function unreadable(what: string, file: string): ReadSettings {
  return {
    settings: userSettings.parse({}),
    entries: {},
    problem: {
      message: `The settings file cannot be read, so the defaults hold. ${what}`,
      hint: `Repair ${file}, or begin a new file: the old one is kept beside it.`,
      unreadable: true,
    },
  };
}

function misfits(names: readonly string[], defaults: UserSettings, file: string): ReadSettings['problem'] {
  const list = names.map((name) => `“${name}”`).join(', ');
  const examples = names.map((name) => `"${name}": ${JSON.stringify(defaults[name as keyof UserSettings])}`);
  return {
    message: `${names.length === 1 ? 'A setting has a value' : 'Settings have values'} that cannot be used: ${list}. The default holds instead.`,
    hint: `Change it here, or in ${file}, e.g. to ${examples.join(', ')}.`,
    unreadable: false,
  };
}
