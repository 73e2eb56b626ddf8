/**
 * Hands a port to the engine over to the page, each time the page asks for one, and does nothing else: the page sees
 * no other part of Electron. A sandboxed preload is one CommonJS file and can load nothing.
 */
import { ipcRenderer } from 'electron';
import { portMessages } from '#shared/hosting.ts';

window.addEventListener('message', ({ source, data }) => {
  if (source === window && data === portMessages.wanted) ipcRenderer.send(portMessages.wanted);
});

ipcRenderer.on(portMessages.handedOver, ({ ports }) => {
  window.postMessage(portMessages.handedOver, location.origin, [...ports]);
});
