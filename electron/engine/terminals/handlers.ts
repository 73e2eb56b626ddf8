/** The `terminals` area of the contract. */
import type { terminals as terminalsContract } from '#shared/contract/terminals.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Terminals } from './index.ts';

export function createTerminalHandlers(terminals: Terminals): AreaHandlers<typeof terminalsContract> {
  return {
    open: ({ target, node, kind, columns, rows, user, command }) =>
      kind === 'console'
        ? terminals.openConsole({ target, node })
        : terminals.open(
            { target, node },
            {
              columns,
              rows,
              ...(user === undefined ? {} : { user }),
              ...(command === undefined ? {} : { command }),
            },
          ),
    async attach({ terminal, offset }, stream) {
      const detach = terminals.attach(
        terminal,
        {
          write: (bytes) => stream.write(bytes),
          end: (exitCode) => stream.end({ exitCode }),
          fail: (error) => stream.fail(error),
        },
        offset,
      );
      stream.onData((bytes, consumed) => {
        terminals.write(terminal, bytes).then(consumed, (error: unknown) => stream.fail(error));
      });
      stream.onClose(detach);
    },
    held: async ({ terminal }) => terminals.held(terminal),
    async resize({ terminal, columns, rows }) {
      await terminals.resize(terminal, { columns, rows });
      return {};
    },
    async close({ terminal }) {
      await terminals.close(terminal);
      return {};
    },
    list: async () => terminals.list(),
    changed: (emit) => terminals.onChanged(emit),
  };
}
