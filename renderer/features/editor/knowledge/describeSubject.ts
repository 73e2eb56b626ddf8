import type { AppContext } from '#renderer/app/context.ts';
import type { Subject } from '#renderer/features/explain/explanation.ts';
import { describeOption, describePackage } from './descriptions.ts';
import { knowledgeOf } from './knowledge.ts';

/** What the project's base says of an option or a package, as Markdown; `null` when it says nothing. */
export async function describeSubject(
  app: AppContext,
  subject: Subject | null,
  signal?: AbortSignal,
): Promise<string | null> {
  if (subject === null) return null;
  const knowledge = knowledgeOf(app);
  try {
    if (subject.kind === 'option') {
      const option = await knowledge.option(subject.path, signal);
      return option === null ? null : describeOption(option, knowledge.origin());
    }
    const details = await knowledge.packageDetails(subject.path, signal);
    return details === null ? null : describePackage(details);
  } catch {
    // The general explanation stands for it.
    return null;
  }
}
