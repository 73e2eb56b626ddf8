/** Above the picture: adding to it, looking at it, and taking it elsewhere. */
import { useReactFlow } from '@xyflow/react';
import { Download, LayoutGrid, Minus, Plus, Scan } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { topologyCommands } from '../topologyCommands.ts';
import { Legend } from './Legend.tsx';
import { motionDuration } from './motion.ts';
import { useZoomPercent } from './TopologyCanvas.tsx';

export function Toolbar() {
  const { commands } = useApp();
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <div className="topology-toolbar" role="toolbar" aria-label="Topology">
      <Button look="quiet" icon={Plus} onClick={() => void commands.execute(topologyCommands.addRole)}>
        Add role
      </Button>
      <span className="topology-tools">
        <IconButton
          icon={Minus}
          label="Smaller"
          onClick={() => void zoomOut({ duration: motionDuration() })}
        />
        <Zoom />
        <IconButton icon={Plus} label="Larger" onClick={() => void zoomIn({ duration: motionDuration() })} />
        <IconButton
          icon={Scan}
          label="Show all"
          onClick={() => void commands.execute(topologyCommands.fit)}
        />
        <IconButton
          icon={LayoutGrid}
          label="Arrange all anew"
          onClick={() => void commands.execute(topologyCommands.arrange)}
        />
        <Legend />
        <Menu
          align="end"
          items={[
            {
              kind: 'action',
              label: 'Save as SVG',
              detail: 'Sharp at any size',
              run: () => void commands.execute(topologyCommands.exportSvg),
            },
            {
              kind: 'action',
              label: 'Save as PNG',
              detail: 'For slides and messages',
              run: () => void commands.execute(topologyCommands.exportPng),
            },
          ]}
        >
          <IconButton icon={Download} label="Save the picture" />
        </Menu>
      </span>
    </div>
  );
}

/** By itself: it changes with every frame of a zoom. */
function Zoom() {
  const percent = useZoomPercent();
  return (
    <span className="topology-zoom tabular" title="Size of the picture">
      {percent} %
    </span>
  );
}
