/** The client alone: the package's own entry loads a server and more beside it, and dockerode's copy is left out of bundles. */
declare module 'ssh2/lib/client.js' {
  import { Client } from 'ssh2';
  export default Client;
}
