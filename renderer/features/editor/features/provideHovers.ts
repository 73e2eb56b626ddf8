import { explainCursor } from '#renderer/features/explain/explainCursor.ts';
import { explainCommand } from '#renderer/features/explain/index.ts';
import { nixLanguageName } from '#renderer/platform/monaco/nix/languageName.ts';
import { editorOf } from '../editor.ts';
import { describeSubject } from '../knowledge/describeSubject.ts';
import { askServer, serverPosition } from '../languageServer/askServer.ts';
import { documentOf } from './documentOf.ts';
import { rangeIn } from './ranges.ts';
import type { Provider } from './registerLanguageFeatures.ts';
import { signalOf } from './signalOf.ts';

const explainLink = 'nxc.explain';

export function provideHovers(provider: Provider): void {
  const { app, monaco, models } = provider;
  const { language, view } = editorOf(app);

  // Links in hovers run commands of the code editor.
  monaco.editor.registerCommand(explainLink, (_, path: string, offset: number) => {
    const at = language.current(path)?.parsed.lines.positionAt(offset);
    if (at !== undefined) view.dispatch({ type: 'cursor', cursor: { path, offset, ...at } });
    void app.commands.execute(explainCommand);
  });

  monaco.languages.registerHoverProvider(nixLanguageName, {
    async provideHover(model, position, token) {
      const path = models.pathOf(model);
      if (path === null || documentOf(provider, model) === null) return null;
      const offset = model.getOffsetAt(position);
      const asked = askServer(app, (server) => server.hover(path, serverPosition(position), signalOf(token)));
      const found = explainCursor(app, { path, offset });
      const fromServer = (await asked) ?? null;
      const further = fromServer === null ? [] : [{ value: fromServer }];
      if (found === null) return further.length === 0 ? null : { contents: further };
      const { title, text, here, range, subject } = found;
      const link = `command:${explainLink}?${encodeURIComponent(JSON.stringify([path, offset]))}`;
      return {
        range: rangeIn(model, range),
        contents: [
          { value: `**${plain(here ?? title)}**` },
          { value: (await describeSubject(app, subject, signalOf(token))) ?? plain(firstSentences(text)) },
          ...further,
          { value: `[What does this mean?](${link})`, isTrusted: { enabledCommands: [explainLink] } },
        ],
      };
    },
  });
}

/** Two sentences are read in passing; the rest is in the panel. */
function firstSentences(text: string): string {
  return /^(?:.*?[.:](?:\s|$)){1,2}/s.exec(text)?.[0].trim() ?? text;
}

/** Signs that would be read as layout. */
const plain = (text: string): string => text.replace(/[\\*_{}[\]()#+!|<>]/g, '\\$&');
