/** Addresses in terminals are as the node sees them. Pure. */
import type { Deployment } from '#shared/contract/deployments.ts';

type Known = Pick<Deployment, 'nodes' | 'publishedPorts'>;

/**
 * What to open in a browser of this machine for an address that a node wrote: names of nodes and the node itself
 * (`localhost`) become the published port or the node's own address. `null` for what no browser shall open.
 *
 * @param node on which the address was read
 */
export function addressToOpen(text: string, node: string, deployment: Known | null): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const isSelf = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/.test(url.hostname);
  const name = isSelf ? node : url.hostname;
  const port = Number(url.port) || (url.protocol === 'http:' ? 80 : 443);
  const published = deployment?.publishedPorts.find((each) => each.node === name && each.nodePort === port);
  const status = deployment?.nodes.find((each) => each.name === name)?.status;
  const address = status !== undefined && 'address' in status ? status.address : null;
  if (published !== undefined) url.host = `127.0.0.1:${published.hostPort}`;
  else if (address !== null) url.hostname = address;
  else if (isSelf) return null;
  return url.href;
}
