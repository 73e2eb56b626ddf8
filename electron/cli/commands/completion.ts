import { type Command, InvalidArgumentError } from 'commander';
import type { RunWork } from '../commandOptions.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export function declareCompletion(program: Command, run: RunWork): Command {
  return program
    .command('completion')
    .summary('print the completion script for a shell')
    .description(
      'Prints the completion script for a shell. To have it in every session:\n' +
        "  bash: echo 'source <(nxc completion bash)' >> ~/.bashrc\n" +
        "  zsh:  echo 'source <(nxc completion zsh)' >> ~/.zshrc\n" +
        '  fish: nxc completion fish > ~/.config/fish/completions/nxc.fish',
    )
    .argument('<shell>', shells.join(', '), parseShell)
    .action((shell: Shell, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const { completionScript } = await import('../completion/scripts.ts');
        const script = completionScript(shell);
        session.print(script);
        return { shell, script };
      }),
    );
}

function parseShell(text: string): Shell {
  const shell = shells.find((name) => name === text);
  if (shell === undefined) throw new InvalidArgumentError(`“${text}” is none of ${shells.join(', ')}.`);
  return shell;
}
