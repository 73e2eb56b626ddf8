import type { tests as testsContract } from '#shared/contract/tests.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Tests } from './index.ts';
import { listRuns, nameRun, readLines, readRun } from './runs/store.ts';

/** The `tests` area of the contract. */
export function createTestHandlers(tests: Tests, jobs: Jobs): AreaHandlers<typeof testsContract> {
  return {
    async prepare() {
      tests.prepareRunner();
      return {};
    },
    async run(request) {
      const run = nameRun(Date.now());
      const handle = jobs.start('test', request.target.directory, (work) =>
        tests.run({ ...request, run }, work),
      );
      return { ...handle, run };
    },
    result: ({ job }, { signal }) => jobs.result(job, { kind: 'test', signal }),
    runs: async ({ directory, target }) => {
      const summaries = await listRuns(directory, target);
      return summaries.map(({ script: _, ...summary }) => summary);
    },
    async readRun({ target, run }) {
      const { summary, entries } = await readRun(target, run);
      return { summary, entries: [...entries] };
    },
    nodeLines: ({ target, run, ...query }) => tests.nodeLines(target, run, query),
    nodeWrote: (emit) => tests.onNodeLines((run, lines) => emit({ run, lines })),
    async report({ target, run, format }) {
      const { writeReport } = await import('./reports/index.ts');
      const [stored, lines] = await Promise.all([readRun(target, run), readLines(target, run)]);
      return { text: await writeReport(format, stored, lines) };
    },
    openSession: ({ target, user }) => tests.openSession(target, user),
    sessions: async ({ directory }) => tests.sessions.list(directory),
    sessionChanged: (emit) => tests.sessions.onChange(emit),
    async runInSession({ session, ...request }) {
      const { directory } = tests.sessions.find(session).target;
      return jobs.start('session', directory, (work) => tests.runInSession(session, request, work));
    },
    sessionResult: ({ job }, { signal }) => jobs.result(job, { kind: 'session', signal }),
    async resume({ session, action }) {
      tests.sessions.find(session).resume(action);
      return {};
    },
    interrupt: async ({ session }) => ({ interrupted: tests.sessions.find(session).interrupt() }),
    async reset({ session }) {
      const found = tests.sessions.find(session);
      await found.reset();
      return found.state();
    },
    async closeSession({ session }) {
      await tests.sessions.close(session);
      return {};
    },
    complete: ({ session, source, cursor }) => tests.sessions.find(session).complete(source, cursor),
    parse: async ({ session, source }) => ({ state: await tests.sessions.find(session).parse(source) }),
  };
}
