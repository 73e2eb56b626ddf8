import type { CommandKey } from '#renderer/app/commands.ts';

export const tourCommands = {
  continue: 'tour.continue' as CommandKey,
  restart: 'tour.restart' as CommandKey,
} as const;
