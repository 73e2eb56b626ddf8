/** The window's entry. */
import './configureSchemas.ts';
import { features } from './app/features.ts';
import { startWindow } from './app/startWindow.tsx';
import { connectToHost } from './platform/connect.ts';

startWindow(connectToHost(), features);
