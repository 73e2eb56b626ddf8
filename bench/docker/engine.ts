/** The engine alone, in a fresh Node process. Usage: engine.ts start|stop TARGET COMPOSE_INFO NODES, as JSON. */
import { createDockerFlavour } from '#engine/flavours/docker/dockerFlavour.ts';

const [verb, target = '', composeInfo = '', nodes = ''] = process.argv.slice(2);
const flavour = createDockerFlavour();
const work = { signal: new AbortController().signal, report: () => undefined };
if (verb === 'start') {
  await flavour.start(
    { target: JSON.parse(target), composeInfo, nodes: JSON.parse(nodes), reuse: false },
    work,
  );
} else {
  await flavour.stop(JSON.parse(target), work);
}
