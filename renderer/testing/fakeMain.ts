/** The window on a fake engine. `?machine=lacking` and `?recents=none` set the scene. */
import '../configureSchemas.ts';
import { features } from '#renderer/app/features.ts';
import { startWindow } from '#renderer/app/startWindow.tsx';
import { connectToEngine } from '#renderer/platform/connect.ts';
import { createFakeEngine } from './fakeEngine.ts';

const scene = new URLSearchParams(location.search);
const engine = createFakeEngine({
  machine: scene.get('machine') === 'lacking' ? 'lacking' : 'ready',
  recents: scene.get('recents') !== 'none',
});
const app = startWindow({ connection: connectToEngine(() => engine.openChannel()), desktop: null }, features);
// For scripts that drive this page.
Object.assign(globalThis, { fakeEngine: engine, app });
