import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { planNodes } from '#shared/model/distribution.ts';
import { distributionOf, isDistribution, plan, withRoles } from './distributions.ts';

test('the distribution of what runs starts the same nodes again', () => {
  const roleNames = fc.uniqueArray(fc.constantFrom('server', 'client', 'cache', 'proxy'), { minLength: 1 });
  fc.assert(
    fc.property(
      roleNames.chain((roles) =>
        fc.tuple(
          fc.constant(roles),
          fc.tuple(
            ...roles.map((role) =>
              fc.oneof(
                fc.integer({ min: 1, max: 9 }),
                fc
                  .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 })
                  .map((numbers) => numbers.map((number) => `${role}-host-${number}`)),
              ),
            ),
          ),
        ),
      ),
      ([roles, wanted]) => {
        const distribution = Object.fromEntries(roles.map((role, index) => [role, wanted[index] ?? 1]));
        const nodes = planNodes(roles, distribution);
        const again = planNodes(roles, distributionOf(nodes));
        expect(again.map(({ name }) => name).toSorted()).toEqual(nodes.map(({ name }) => name).toSorted());
      },
    ),
  );
});

test('a count is told from names', () => {
  expect(
    distributionOf([
      { name: 'client1', role: 'client' },
      { name: 'client2', role: 'client' },
      { name: 'alpha', role: 'server' },
    ]),
  ).toEqual({ client: 2, server: ['alpha'] });
});

test('roles that are gone are left out, what is no distribution is seen, what is wrong is said', () => {
  expect(withRoles({ server: 1, old: 3 }, ['server'])).toEqual({ server: 1 });
  expect(isDistribution({ server: 2, client: ['a'] })).toBe(true);
  expect(isDistribution({ server: 'two' })).toBe(false);
  expect(isDistribution(null)).toBe(false);
  expect(plan(['server'], { client: 1 }).problem?.message).toContain('client');
});
