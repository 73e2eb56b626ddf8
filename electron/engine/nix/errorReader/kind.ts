/** Nix's words for kinds of values, and those a newcomer knows. */
const plainWords: Readonly<Record<string, string>> = {
  'an integer': 'a number',
  'a float': 'a number',
  'a string': 'a text',
  'a Boolean': 'true or false',
  'a int': 'a number',
  'an int': 'a number',
  'a bool': 'true or false',
  'a lambda': 'a function',
};

/** A kind of value, with its article. */
export function kind(phrase = 'something else'): string {
  return plainWords[phrase] ?? phrase;
}
