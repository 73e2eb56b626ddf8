import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { maximumNodes, planNodes } from './distribution.ts';

const names = (...args: Parameters<typeof planNodes>) => planNodes(...args).map((node) => node.name);

function errorOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('planNodes', () => {
  it('gives one node, named as its role, to a role that nobody distributes', () => {
    expect(planNodes(['server', 'client'])).toEqual([
      { name: 'server', role: 'server' },
      { name: 'client', role: 'client' },
    ]);
  });

  it('numbers the nodes of a count from 1, and leaves a single one plain', () => {
    expect(names(['server', 'client'], { client: 3, server: 1 })).toEqual([
      'server',
      'client1',
      'client2',
      'client3',
    ]);
  });

  it('takes host names as they are, and lets the later distribution win role by role', () => {
    expect(names(['a', 'b'], { a: 2, b: 2 }, { b: ['left', 'right'] })).toEqual([
      'a1',
      'a2',
      'left',
      'right',
    ]);
  });

  it.each([
    [{ ghost: 1 }, 'ghost', 'server, client'],
    [{ server: 0 }, 'server', 'whole number'],
    [{ server: -2 }, 'server', 'whole number'],
    [{ server: 1.5 }, 'server', 'whole number'],
    [{ server: Number.NaN }, 'server', 'whole number'],
    [{ server: [] }, 'server', 'at least one'],
    [{ server: ['x', 'x'] }, 'names it twice', 'other host names'],
    [{ server: ['client'] }, 'both have it', 'other host names'],
    [{ server: ['bad_name'] }, 'bad_name', 'letters, digits'],
    [{ server: ['-x'] }, '-x', 'hyphen'],
    [{ server: ['$(reboot)'] }, '$(reboot)', 'letters'],
    [{ server: maximumNodes + 1 }, String(maximumNodes + 1), 'Lower'],
  ])('refuses %j and says why', (distribution, message, hint) => {
    const error = errorOf(() => planNodes(['server', 'client'], distribution));
    expect(error.code).toBe('bad-input');
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  it('sees that a numbered name meets a role of that name', () => {
    const error = errorOf(() => planNodes(['client', 'client1'], { client: 2 }));
    expect(error.message).toContain('client1');
  });

  it('never gives two nodes one name, and gives each role as many as it asked for', () => {
    const role: fc.Arbitrary<string> = fc.constantFrom('web', 'db', 'cache', 'worker');
    fc.assert(
      fc.property(
        fc.uniqueArray(role, { minLength: 1 }),
        fc.dictionary(role, fc.integer({ min: 1, max: 40 })),
        (roles, wanted) => {
          const distribution = Object.fromEntries(
            Object.entries(wanted).filter(([key]) => roles.includes(key)),
          );
          const nodes = planNodes(roles, distribution);
          expect(new Set(nodes.map((node) => node.name)).size).toBe(nodes.length);
          for (const name of roles) {
            expect(nodes.filter((node) => node.role === name)).toHaveLength(distribution[name] ?? 1);
          }
        },
      ),
    );
  });
});
