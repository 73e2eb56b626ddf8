/** `nxc`: reads the command line and ends with an exit code. */
import { enableCompileCache } from 'node:module';

// Before anything else is loaded: it is what later starts are quick by.
enableCompileCache();
const [, , first, ...rest] = process.argv;
if (first === '__complete') {
  const { complete } = await import('./completion/complete.ts');
  process.stdout.write(complete(rest, process.cwd()));
} else {
  const { runCommandLine } = await import('./runCommandLine.ts');
  const exitCode = await runCommandLine(process.argv.slice(2));
  // What is still on its way to a pipe goes out first. The engine has closed; a library's idle timer must not hold us.
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
  );
  process.exit(exitCode);
}
