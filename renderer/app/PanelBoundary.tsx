/** Keeps a panel that breaks from taking the window with it. */
import { Component, type ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { toAppError } from '#shared/errors.ts';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

export class PanelBoundary extends Component<Props, { readonly thrown: unknown }> {
  override state = { thrown: undefined };

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown: thrown ?? 'unknown' };
  }

  override render(): ReactNode {
    if (this.state.thrown === undefined) return this.props.children;
    return (
      <div style={{ padding: 'var(--space-4)' }}>
        <ErrorNotice
          title={`“${this.props.title}” cannot be shown`}
          error={toAppError(this.state.thrown).toJSON()}
          actions={
            <>
              <Button onClick={() => this.setState({ thrown: undefined })}>Show it again</Button>
              {/* A part of the page that could not be loaded is only asked for anew by a new page. */}
              <Button onClick={() => location.reload()}>Reload the window</Button>
            </>
          }
        />
      </div>
    );
  }
}
