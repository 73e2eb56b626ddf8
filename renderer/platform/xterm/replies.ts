/** Telling what a user typed from what the terminal answers by itself. Pure. */

const esc = '\u001b';
const bell = '\u0007';
const end = String.raw`(?:${bell}|${esc}\\)`;

/** Each without the escape character in front. */
const replies: readonly string[] = [
  // Where the cursor is. Modified F3 has nearly the same form: it claims the first row, where prompts seldom are.
  String.raw`\[(?!1;[2-8]R)\??\d+;\d+R`,
  String.raw`\[\??[0-9;]*[nc]`,
  String.raw`\[>[0-9;]*c`,
  String.raw`\[\??[0-9;]+\$y`,
  String.raw`\[[0-9;]*t`,
  String.raw`\[[IO]`,
  // Colours, settings and capabilities, each up to its end.
  String.raw`\][0-9;]+rgb:[0-9a-f/]+${end}`,
  `P[01][$+]r[^${esc}]*${end}`,
];

const reply = new RegExp(`^(?:${esc}(?:${replies.join('|')}))+$`);
const mouse = new RegExp(String.raw`^${esc}\[(?:<[0-9;]+[Mm]|M)`);

/**
 * Whether the terminal itself sent this, because a program asked or the focus changed. Programs ask again when they
 * need to: an answer to a question that was asked long ago would be typed into the shell.
 */
export function isReply(data: string): boolean {
  return reply.test(data);
}

/** Whether these are keys or text: neither an answer nor the mouse, which mean nothing in another terminal. */
export function isTyped(data: string): boolean {
  return !isReply(data) && !mouse.test(data);
}
