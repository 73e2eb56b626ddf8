import { describe, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { createNotifications, notificationLimits } from './notifications.ts';

describe('notifications', () => {
  test('are shown, and found again when they are gone from the screen', () => {
    const notifications = createNotifications();
    notifications.tell('done', 'Built.');
    const [first] = notifications.getState().all;
    notifications.dispatch({ type: 'dismissed', id: first?.id ?? 0 });
    expect(notifications.getState()).toMatchObject({ shown: [], unread: 1, all: [{ message: 'Built.' }] });
    notifications.dispatch({ type: 'read' });
    expect(notifications.getState()).toMatchObject({ unread: 0, all: [{ message: 'Built.' }] });
  });

  test('never flood the screen or the memory', () => {
    const notifications = createNotifications();
    for (let count = 0; count < 500; count++) notifications.tell('information', `${count}`);
    const { all, shown } = notifications.getState();
    expect(shown).toHaveLength(notificationLimits.shown);
    expect(all).toHaveLength(notificationLimits.kept);
    expect(all[0]?.message).toBe('499');
  });

  test('carry what an error knows, and keep silent about what the user cancelled', () => {
    const notifications = createNotifications();
    notifications.fail(
      'The build failed',
      new AppError('nix-build', 'curl is not there.', { hint: 'Add it.' }),
    );
    notifications.fail('The build failed', new AppError('cancelled', 'Cancelled.'));
    expect(notifications.getState().all).toMatchObject([
      { level: 'failed', message: 'The build failed. curl is not there.', error: { hint: 'Add it.' } },
    ]);
  });
});
