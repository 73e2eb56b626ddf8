/** The flavours that this engine can start, asked for once. */
import type { AppContext } from '#renderer/app/context.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import { perApp } from './perApp.ts';

type StartableState = readonly FlavourName[] | null;

function createStartable({ client, connection, notifications }: AppContext): ReadableSlice<StartableState> {
  const slice = createSlice<StartableState, readonly FlavourName[]>(null, (_, flavours) => flavours);
  const ask = (): void => {
    client.deployments
      .startable({})
      .then(slice.dispatch)
      .catch((thrown) => notifications.fail('It is not known which flavours can be started here', thrown));
  };
  ask();
  connection.onResumed(ask);
  return slice;
}

/** `null` until the engine has answered. */
export const startableOf = perApp(createStartable);
