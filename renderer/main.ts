/** The window's entry. */
import './configureSchemas.ts';
import { features } from './app/features.ts';
import { startWindow } from './app/startWindow.tsx';
import { connectToEngine } from './platform/connect.ts';

startWindow(connectToEngine(), features);
