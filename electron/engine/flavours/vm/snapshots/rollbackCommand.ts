/** The command line that brings a saved machine back. Pure. */

/**
 * What a machine was started with, but with memory of its own and waiting for its state: what its memory was made of
 * (a template's file, that may be gone by then) is all in the state.
 *
 * @param parameters QEMU's, without the program
 */
export function rollbackParameters(parameters: readonly string[]): string[] {
  const own = parameters.map((parameter, index) =>
    parameters[index - 1] === '-object' ? withOwnMemory(parameter) : parameter,
  );
  return own.includes('-incoming') ? own : [...own, '-incoming', 'defer'];
}

/** The memory's name stays: the state is looked up by it. */
function withOwnMemory(object: string): string {
  // Two commas mean one inside a value; no value that matters here has any.
  const [kind = '', ...options] = object.replaceAll(',,', ' ').split(',');
  const size = options.find((option) => option.startsWith('size='));
  const isMemory = kind.startsWith('memory-backend-') && options.includes('id=memory');
  return isMemory && size !== undefined ? `memory-backend-ram,id=memory,${size}` : object;
}

/** Files that the machine reads from its build: without them it cannot come back. */
export function filesNeeded(parameters: readonly string[]): string[] {
  return parameters.flatMap((parameter, index) => {
    const option = parameters[index - 1];
    if (option === '-kernel' || option === '-initrd') return [parameter];
    const file = option === '-blockdev' ? /(?:^|,)filename=((?:[^,]|,,)*)/.exec(parameter)?.[1] : undefined;
    return file === undefined ? [] : [file.replaceAll(',,', ',')];
  });
}
