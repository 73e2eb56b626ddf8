/** The column of icons at the left: one for each thing that can be looked at as a whole. */
import { useSlice } from '#renderer/store/slice.ts';
import { Tooltip } from '#renderer/ui/Tooltip.tsx';
import { type Activity, type AppContext, useApp } from './context.ts';

export function ActivityBar() {
  const app = useApp();
  const activities = useSlice(app.activities.items, (all) => all.toSorted((a, b) => a.order - b.order));
  const hasProject = useSlice(app.workspace, ({ project }) => project.phase === 'open');
  const shown = activities.filter(({ needsProject }) => hasProject || !needsProject);
  return (
    <nav className="activity-bar" aria-label="Activities">
      {(['top', 'bottom'] as const).map((place) => (
        <div key={place} className="activity-group">
          {shown
            .filter((activity) => activity.place === place)
            .map((activity) => (
              <ActivityButton key={activity.id} activity={activity} />
            ))}
        </div>
      ))}
    </nav>
  );
}

function ActivityButton({ activity }: { readonly activity: Activity }) {
  const app = useApp();
  const isOpen = useSlice(app.sideBar, ({ panel }) => panel === activity.id);
  const { icon: Icon, badge: ActivityBadge, title, shortcut } = activity;
  const inSideBar = app.panels.get(activity.id)?.area === 'left';
  return (
    <Tooltip label={title} shortcut={shortcut} side="right">
      <button
        type="button"
        className="activity"
        aria-label={title}
        aria-pressed={inSideBar ? isOpen : undefined}
        onClick={() => openActivity(app, activity)}
      >
        <Icon size={20} strokeWidth={1.75} aria-hidden />
        {ActivityBadge && (
          <span className="activity-badge">
            <ActivityBadge />
          </span>
        )}
      </button>
    </Tooltip>
  );
}

function openActivity({ panels, sideBar }: AppContext, { id }: Activity): void {
  if (panels.get(id)?.area === 'left') sideBar.toggle(id);
  else panels.open(id);
}
