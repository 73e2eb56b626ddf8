/**
 * `npm run bench`: how quick nodes start, stop and answer, beside the Docker API itself and Docker Compose.
 * Options: --nodes 1,4,16,32 --rounds 5
 */
import { parseArgs } from 'node:util';
import { importFixtureImage } from '#engine/flavours/docker/testing/fixture.ts';
import { measureExecLatency } from './docker/execLatency.ts';
import { measureStartStop } from './docker/startStop.ts';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1,4,16,32' },
    rounds: { type: 'string', default: '5' },
  },
});
importFixtureImage();
await measureExecLatency();
await measureStartStop(values.nodes.split(',').map(Number), Number(values.rounds));
