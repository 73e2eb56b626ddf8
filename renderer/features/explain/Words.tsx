/** Text in which code stands between backquotes. */
export function Words({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence do not move
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
