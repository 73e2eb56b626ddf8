/** From the picture to the place in the text. */
import type { AppContext } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import type { Range } from '#shared/nixLanguage/text/range.ts';
import { topologyOf } from './topologyState.ts';

export function showRange(app: AppContext, { start }: Range): void {
  const { file, text } = topologyOf(app).getState();
  if (text === null) return;
  const { line, column } = text.lines.positionAt(start);
  void app.commands.execute(frameCommands.showFile, { file, position: { line, column } });
}

export function showRole(app: AppContext, name: string): void {
  const role = topologyOf(app)
    .getState()
    .model.roles.find((candidate) => candidate.name === name);
  if (role?.range != null) showRange(app, role.range);
}
