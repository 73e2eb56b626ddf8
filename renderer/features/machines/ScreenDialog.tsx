/** What the screen of a node showed, to look at and to keep. */
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { shownScreen } from './shownScreen.ts';
import './Machines.css';

const close = (): void => shownScreen.dispatch(null);

export function ScreenDialog() {
  const screen = useSlice(shownScreen, (state) => state);
  if (screen === null) return null;
  const { node, png, at } = screen;
  const address = `data:image/png;base64,${png}`;
  return (
    <Dialog
      open
      onClose={close}
      title={`Screen of ${node}`}
      description={`As it was at ${new Date(at).toLocaleTimeString()}.`}
      actions={
        <>
          <Button look="quiet" onClick={close}>
            Close
          </Button>
          <Button look="primary" onClick={() => save(node, address)}>
            Save as {node}.png
          </Button>
        </>
      }
    >
      <img className="machine-screen" src={address} alt={`The screen of ${node}`} />
    </Dialog>
  );
}

function save(node: string, address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = `${node}.png`;
  link.click();
}
