/** What is left when the frame itself breaks: never a white page. */
import { Component, type ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { toAppError } from '#shared/errors.ts';

interface Props {
  readonly children: ReactNode;
}

export class WindowBoundary extends Component<Props, { readonly thrown: unknown }> {
  override state = { thrown: undefined };

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown: thrown ?? 'unknown' };
  }

  override render(): ReactNode {
    const thrown: unknown = this.state.thrown;
    if (thrown === undefined) return this.props.children;
    const { message, code, details } = toAppError(thrown).toJSON();
    return (
      <main className="window-broken">
        <ErrorNotice
          title="The window broke"
          error={{
            code,
            message,
            hint: 'Running nodes, builds and unsaved text are kept: reload the window to go on.',
            retryable: true,
            details: { ...details, ...(thrown instanceof Error ? { raw: thrown.stack ?? '' } : {}) },
          }}
          actions={
            <Button look="primary" onClick={() => location.reload()}>
              Reload the window
            </Button>
          }
        />
      </main>
    );
  }
}
