import { expect, test } from 'vitest';
import { choiceIn, distributionIn, formOf, type RoleForm, switched } from './startForm.ts';

const forms = formOf(['server', 'client', 'cache'], { client: 2 }, { server: ['alpha', 'beta'] });

test('begins with what was chosen, then with what is declared, then with one', () => {
  expect(distributionIn(forms)).toEqual({ server: ['alpha', 'beta'], client: 2, cache: 1 });
});

test('only what differs from the declaration is a choice', () => {
  expect(choiceIn(forms, { client: 2 })).toEqual({ server: ['alpha', 'beta'] });
});

test('names become a count and a count becomes names', () => {
  const [server, client] = forms as [RoleForm, RoleForm];
  expect(switched(server)).toMatchObject({ by: 'count', count: 2 });
  expect(switched(client)).toMatchObject({ by: 'names', names: 'client1, client2' });
  expect(distributionIn([{ ...server, names: ' one,two  three ' }])).toEqual({
    server: ['one', 'two', 'three'],
  });
});
