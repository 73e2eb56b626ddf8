/** Characters that an attribute name may have in a flake reference without quotes. */
const plainName = /^[A-Za-z_][\w:'-]*$/;

/** A package of the flake in the current folder, e.g. `.#composition::docker`, and perhaps an attribute of it. */
export function packageReference(name: string, attribute?: string): string {
  const quoted = plainName.test(name) ? name : `"${name.replaceAll(/["\\]/g, '\\$&')}"`;
  return `.#${quoted}${attribute === undefined ? '' : `.${attribute}`}`;
}
