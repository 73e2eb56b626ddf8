import { Bell } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Tooltip } from '#renderer/ui/Tooltip.tsx';

export function BellItem() {
  const { notifications, panels } = useApp();
  const unread = useSlice(notifications, (state) => state.unread);
  return (
    <Tooltip label="Notifications" side="top">
      <button
        type="button"
        className="status-item"
        aria-label="Notifications"
        onClick={() => panels.open('notifications')}
      >
        <Bell size={16} aria-hidden />
        <Badge count={unread} label={`${unread} new`} />
      </button>
    </Tooltip>
  );
}
