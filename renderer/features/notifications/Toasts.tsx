import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { Notification } from '#renderer/app/notifications.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import './Notifications.css';
import { NotificationView } from './NotificationView.tsx';

/** Milliseconds that a message stays which nobody has to act on. */
const shownFor = 6000;

export function Toasts() {
  const { notifications } = useApp();
  const shown = useSlice(notifications, ({ all, shown: ids }) => all.filter(({ id }) => ids.includes(id)));
  return (
    <section className="toasts" aria-label="New notifications" aria-live="polite">
      {shown.toReversed().map((notification) => (
        <Toast key={notification.id} notification={notification} />
      ))}
    </section>
  );
}

function Toast({ notification }: { readonly notification: Notification }) {
  const { notifications } = useApp();
  const { id, level, actions } = notification;
  const dismiss = (): void => notifications.dispatch({ type: 'dismissed', id });
  const staysUntilRead = level === 'failed' || level === 'warning' || actions.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock starts once for each notification
  useEffect(() => {
    if (staysUntilRead) return;
    const timer = setTimeout(dismiss, shownFor);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <div className="toast">
      <NotificationView
        notification={notification}
        aside={<IconButton icon={X} label="Dismiss" onClick={dismiss} />}
      />
    </div>
  );
}
