import { expect, test } from 'vitest';
import { readStartRequest, receivedStartRequest } from './startRequest.ts';

const near = '/home/ada';

test.each([
  [[], { named: null, near, tutorial: false }],
  [['project'], { named: '/home/ada/project', near, tutorial: false }],
  [['/p', '/q'], { named: '/p', near, tutorial: false }],
  [['-d', 'project', '--tutorial'], { named: '/home/ada/project', near, tutorial: true }],
  [['--directory=/p', '--no-sandbox', '--ozone-platform=x11'], { named: '/p', near, tutorial: false }],
])('%j', (words, request) => {
  expect(readStartRequest(words, near)).toEqual(request);
});

test('what a second start hands over is taken only if it is a request', () => {
  const request = readStartRequest(['/p'], near);
  expect(receivedStartRequest(structuredClone(request))).toEqual(request);
  for (const data of [undefined, null, 'x', { named: 1, near: null, tutorial: false }]) {
    expect(receivedStartRequest(data)).toEqual({ named: null, near: null, tutorial: false });
  }
});
