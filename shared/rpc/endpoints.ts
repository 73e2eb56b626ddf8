/**
 * The explicit dispatch table: one entry per member of the contract. What is not in it cannot be reached, whatever
 * name a message carries.
 */
import { AppError } from '../errors.ts';
import type { CallContext, Contract, Duplex, Event, Handlers, Method, ServerStream } from './define.ts';

interface MethodEndpoint {
  readonly member: Method;
  readonly handle: (input: unknown, context: CallContext) => Promise<unknown>;
}

interface EventEndpoint {
  readonly member: Event;
  readonly handle: (emit: (payload: unknown) => void) => () => void;
}

interface DuplexEndpoint {
  readonly member: Duplex;
  readonly handle: (open: unknown, stream: ServerStream<unknown>, context: CallContext) => Promise<void>;
}

type Endpoint = MethodEndpoint | EventEndpoint | DuplexEndpoint;

interface EndpointByKind {
  method: MethodEndpoint;
  event: EventEndpoint;
  duplex: DuplexEndpoint;
}

export interface Endpoints {
  /** @throws AppError `not-found` when the contract has no such member of this kind */
  find<Kind extends keyof EndpointByKind>(kind: Kind, area: string, name: string): EndpointByKind[Kind];
}

/** Joins declarations and implementations. The types of `handlers` already say that every member has one. */
export function createEndpoints<C extends Contract>(contract: C, handlers: Handlers<C>): Endpoints {
  const table = new Map<string, Endpoint>();
  for (const [area, members] of Object.entries(contract)) {
    const implementations = handlers[area] as Readonly<Record<string, unknown>>;
    for (const [name, member] of Object.entries(members)) {
      table.set(`${area}.${name}`, { member, handle: implementations[name] } as Endpoint);
    }
  }
  return {
    find(kind, area, name) {
      const endpoint = table.get(`${area}.${name}`);
      if (endpoint?.member.kind !== kind) {
        throw new AppError('not-found', `The engine has no ${kind} called “${area}.${name}”.`, {
          hint: 'This program and the engine may be of different versions: update both.',
        });
      }
      return endpoint as EndpointByKind[typeof kind];
    },
  };
}

/**
 * What a caller sent, checked and with defaults filled in.
 *
 * @throws AppError `bad-input` naming the first field that does not fit
 */
export function validate(schema: Method['input'], value: unknown, where: string): unknown {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const field = first?.path.join('.') ?? '';
  const subject = field === '' ? 'The input' : `“${field}”`;
  throw new AppError(
    'bad-input',
    `${subject} of ${where} does not fit: ${first?.message ?? 'unknown reason'}.`,
    {
      details: {
        raw: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
      },
    },
  );
}
