/** Every feature of the window, by name. The order is that of their entries where no other order is given. */

import { registerBuild } from '#renderer/features/build/index.ts';
import { registerDesktop } from '#renderer/features/desktop/index.ts';
import { registerDoctor } from '#renderer/features/doctor/index.ts';
import { registerEditor } from '#renderer/features/editor/index.ts';
import { registerExplain } from '#renderer/features/explain/index.ts';
import { registerFiles } from '#renderer/features/files/index.ts';
import { registerMachines } from '#renderer/features/machines/index.ts';
import { registerMatrix } from '#renderer/features/matrix/index.ts';
import { registerNotifications } from '#renderer/features/notifications/index.ts';
import { registerPalette } from '#renderer/features/palette/index.ts';
import { registerRun } from '#renderer/features/run/index.ts';
import { registerSettings } from '#renderer/features/settings/index.ts';
import { registerSnapshots } from '#renderer/features/snapshots/index.ts';
import { registerStatus } from '#renderer/features/status/index.ts';
import { registerTerminals } from '#renderer/features/terminals/index.ts';
import { registerTests } from '#renderer/features/tests/index.ts';
import { registerTopology } from '#renderer/features/topology/index.ts';
import { registerTour } from '#renderer/features/tour/index.ts';
import { registerWelcome } from '#renderer/features/welcome/index.ts';
import type { RegisterFeature } from './context.ts';
import { registerFrame } from './frameCommands.ts';

export const features: readonly RegisterFeature[] = [
  registerFrame,
  registerPalette,
  registerFiles,
  registerEditor,
  registerExplain,
  registerDoctor,
  registerNotifications,
  registerSettings,
  registerStatus,
  registerBuild,
  registerRun,
  registerMatrix,
  registerTests,
  registerTerminals,
  registerMachines,
  registerSnapshots,
  registerTour,
  registerTopology,
  registerWelcome,
  registerDesktop,
];
