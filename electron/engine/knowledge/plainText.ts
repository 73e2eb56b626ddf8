/** Descriptions of options as plain Markdown: they come as DocBook from older nixpkgs, with roles of its own from newer. */

/** Elements around names of things. */
const codeElements =
  /<(option|literal|filename|command|code|varname|replaceable|envar|package|constant|userinput|computeroutput|function)\b[^>]*>([\s\S]*?)<\/\1>/g;
const listing = /<(programlisting|screen)\b[^>]*>([\s\S]*?)<\/\1>/g;

/** @param text as an option declares it; `null` where it says nothing */
export function plainText(text: string | null): string {
  if (text === null) return '';
  const marked = text
    .replaceAll(listing, (_, _name: string, inside: string) => `\n\n${fenced(withoutElements(inside))}\n\n`)
    .replaceAll(codeElements, (_, _name: string, inside: string) => code(withoutElements(inside)))
    .replaceAll(/<xref\s+linkend="(?:opt-)?([^"]+)"\s*\/>/g, (_, target: string) => code(target))
    .replaceAll(/<link\b[^>]*href=["']([^"']+)["'][^>]*?(?:\/>|>([\s\S]*?)<\/link>)/g, linked)
    .replaceAll(/<u?link\b[^>]*url=["']([^"']+)["'][^>]*?(?:\/>|>([\s\S]*?)<\/ulink>)/g, linked)
    .replaceAll(
      /<citerefentry>[\s\S]*?<refentrytitle>(.*?)<\/refentrytitle>[\s\S]*?<\/citerefentry>/g,
      '`$1`',
    )
    .replaceAll(/<listitem>\s*(?:<para>)?\s*/g, '\n- ')
    .replaceAll(
      /<\/?(?:para|simpara|itemizedlist|orderedlist|variablelist|note|warning|important|caution|tip)\b[^>]*>/g,
      '\n\n',
    )
    // Roles of nixpkgs' own Markdown: {option}`services.nginx.enable`.
    .replaceAll(/\{[a-z]+\}(?=`)/g, '');
  return tidied(entities(withoutElements(marked)));
}

function linked(_: string, target: string, words: string | undefined): string {
  const plain = words === undefined ? '' : withoutElements(words).trim();
  return plain === '' || plain === target ? target : `[${plain}](${target})`;
}

const code = (text: string): string => (text.includes('`') ? text : `\`${text.trim()}\``);
const fenced = (text: string): string => `\`\`\`\n${text.replace(/^\s*\n|\s+$/g, '')}\n\`\`\``;

/** Letters only: `<name>` in a text is an element too, but `< 3` is none. What is in backquotes is left as it is. */
function withoutElements(text: string): string {
  return text.replaceAll(
    /(`[^`]*`)|<\/?[a-z][\w:]*(?:\s+[\w:]+=(?:"[^"]*"|'[^']*'))*\s*\/?>/g,
    (_, kept: string | undefined) => kept ?? '',
  );
}

function entities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Without the indentation that all lines share, and without more than one empty line. */
function tidied(text: string): string {
  const lines = text.split('\n');
  const widths = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...widths);
  return lines
    .map((line) => line.slice(Number.isFinite(shared) ? shared : 0).trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
