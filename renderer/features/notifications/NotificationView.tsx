import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import type { Notification, NotificationLevel } from '#renderer/app/notifications.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';

const icons: Readonly<Record<NotificationLevel, LucideIcon>> = {
  information: Info,
  done: CircleCheck,
  warning: TriangleAlert,
  failed: CircleX,
};

/** One notification, as a toast or in the panel. @param aside what stands at its right end */
export function NotificationView({
  notification,
  aside,
}: {
  readonly notification: Notification;
  readonly aside: ReactNode;
}) {
  const { commands } = useApp();
  const { level, message, hint, error, actions } = notification;
  const buttons = actions.map(({ title, run }) => (
    <Button key={title} onClick={run}>
      {title}
    </Button>
  ));
  if (error !== undefined) {
    return (
      <div className="notification">
        <ErrorNotice
          error={{ ...error, message }}
          onOpenPosition={(position) =>
            void commands.execute(frameCommands.openFile, { file: position.file, position })
          }
          actions={buttons.length === 0 ? undefined : buttons}
        />
        {aside}
      </div>
    );
  }
  const Icon = icons[level];
  return (
    <div className="notification">
      <div className={`notification-plain notification-${level}`}>
        <Icon size={16} aria-hidden />
        <div className="error-words">
          <p>{message}</p>
          {hint !== undefined && <p className="muted">{hint}</p>}
          {buttons.length > 0 && <div className="error-actions">{buttons}</div>}
        </div>
      </div>
      {aside}
    </div>
  );
}
