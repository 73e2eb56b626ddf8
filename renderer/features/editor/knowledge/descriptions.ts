/** What is known of an option or a package, as Markdown for hovers and lists. */
import type { PackageDetails } from '#shared/contract/knowledge.ts';
import { type KnownOption, type OptionName, typeInWords, writePath } from '#shared/model/options.ts';
import type { Origin } from './knowledge.ts';

/** @param origin where it is known from */
export function describeOption(option: KnownOption, origin: Origin): string {
  const { text, from } = option;
  const usual = option.default === null ? '' : `; default ${asCode(option.default)}`;
  const declared = from.length === 0 ? '' : `*Declared in ${from.map((file) => asCode(file)).join(', ')}*`;
  const caution =
    origin === 'usual' ? '*As usual in NixOS; this project’s own nixpkgs has not been read yet.*' : '';
  return [`${typeInWords(option)}${usual}`, withoutElements(text), declared, caution]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What there is below a name that is no option itself. */
export function describeGroup({ count, examples }: OptionName): string {
  const listed = examples.map((path) => `- ${asCode(writePath(path))}`).join('\n');
  return count > examples.length ? `${listed}\n- … and ${count - examples.length} more` : listed;
}

export function describePackage({ version, description, homepage }: PackageDetails): string {
  const page =
    homepage !== null && /^https?:\/\/[^\s()<>]+$/.test(homepage) ? `[${homepage}](${homepage})` : '';
  return [version === '' ? '' : `Version ${version}`, description ?? '', page]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** `<` in a sentence is a sign and begins no element; in code it is one anyway. */
const withoutElements = (text: string): string =>
  text.replaceAll(/(`+)[\s\S]*?\1|</g, (found) => (found === '<' ? '&lt;' : found));

/** In as many backquotes as it needs. */
function asCode(text: string): string {
  const flat = text.replaceAll(/\s*\n\s*/g, ' ');
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${flat}\`` : `${fence} ${flat} ${fence}`;
}
