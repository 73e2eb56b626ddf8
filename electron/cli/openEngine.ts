/** The engine in this very process, behind the same contract as everywhere else. */
import { createEngine } from '#engine/createEngine.ts';
import { contract, type EngineClient } from '#shared/contract/index.ts';
import { connect } from '#shared/rpc/client.ts';
import { serve } from '#shared/rpc/server.ts';
import { inProcessPair } from '#transports/inProcess.ts';

export function openEngine(): { client: EngineClient; close(): Promise<void> } {
  const engine = createEngine();
  const [near, far] = inProcessPair();
  serve(contract, engine.handlers, far, { describeError: engine.describeError });
  const connection = connect(contract, near);
  return {
    client: connection.client,
    async close() {
      connection.close();
      await engine.close();
    },
  };
}
