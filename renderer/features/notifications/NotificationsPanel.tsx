import { Bell } from 'lucide-react';
import { useEffect } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import './Notifications.css';
import { NotificationView } from './NotificationView.tsx';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export default function NotificationsPanel({ isVisible }: PanelProps) {
  const { notifications } = useApp();
  const { all, unread } = useSlice(notifications, (state) => state);
  useEffect(() => {
    if (isVisible && unread > 0) notifications.dispatch({ type: 'read' });
  }, [isVisible, unread, notifications]);
  if (all.length === 0) {
    return (
      <EmptyState icon={Bell} title="Nothing to tell">
        What the app has told you stays here until you close it.
      </EmptyState>
    );
  }
  return (
    <div className="notification-list">
      <header className="notification-header">
        <span className="muted">The latest first</span>
        <Button look="quiet" onClick={() => notifications.dispatch({ type: 'cleared' })}>
          Forget all
        </Button>
      </header>
      <ul>
        {all.map((notification) => (
          <li key={notification.id}>
            <NotificationView
              notification={notification}
              aside={<time className="muted tabular">{clock.format(notification.at)}</time>}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
