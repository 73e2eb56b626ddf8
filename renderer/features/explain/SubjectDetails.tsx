/** What the project's own base says of the option or package that is explained. */
import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { knowledgeOf } from '#renderer/features/editor/knowledge/knowledge.ts';
import { useSlice } from '#renderer/store/slice.ts';
import type { PackageDetails } from '#shared/contract/knowledge.ts';
import { type KnownOption, typeInWords } from '#shared/model/options.ts';
import type { Subject } from './explanation.ts';
import { Words } from './Words.tsx';

type Details =
  | { readonly kind: 'option'; readonly option: KnownOption }
  | { readonly kind: 'package'; readonly details: PackageDetails };

export function SubjectDetails({ subject }: { readonly subject: Subject }) {
  const knowledge = knowledgeOf(useApp());
  const state = useSlice(knowledge, (current) => current);
  const [details, setDetails] = useState<Details | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is known changes with the state
  useEffect(() => {
    const abort = new AbortController();
    const asked: Promise<Details | null> =
      subject.kind === 'option'
        ? knowledge.option(subject.path, abort.signal).then((option) => option && { kind: 'option', option })
        : knowledge
            .packageDetails(subject.path, abort.signal)
            .then((found) => found && { kind: 'package', details: found });
    asked.then(
      (found) => abort.signal.aborted || setDetails(found),
      // The general explanation stands for it.
      () => abort.signal.aborted || setDetails(null),
    );
    return () => abort.abort();
  }, [subject, knowledge, state]);
  if (details === null) return null;
  return details.kind === 'option' ? (
    <OptionDetails {...details.option} />
  ) : (
    <OfPackage {...details.details} />
  );
}

function OptionDetails(option: KnownOption) {
  return (
    <div className="explain-subject">
      {option.text.split(/\n\n+/).map((paragraph) => (
        <p key={paragraph}>
          <Words text={paragraph} />
        </p>
      ))}
      <dl>
        <dt>Type</dt>
        <dd>{typeInWords(option)}</dd>
        {option.default !== null && (
          <>
            <dt>Default</dt>
            <dd>
              <code>{option.default}</code>
            </dd>
          </>
        )}
        {option.from.length > 0 && (
          <>
            <dt>Declared in</dt>
            <dd>
              <code>{option.from.join(', ')}</code>
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}

function OfPackage({ version, description, homepage }: PackageDetails) {
  return (
    <div className="explain-subject">
      {description !== null && <p>{description}</p>}
      <dl>
        {version !== '' && (
          <>
            <dt>Version</dt>
            <dd>{version}</dd>
          </>
        )}
        {homepage?.startsWith('http') === true && (
          <>
            <dt>Home page</dt>
            <dd>
              <a href={homepage} target="_blank" rel="noreferrer">
                {homepage}
              </a>
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
