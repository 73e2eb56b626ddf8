/** Keeps a small part of the frame that breaks from taking the window with it: it disappears, and that is told. */
import { Component, type ReactNode } from 'react';
import type { Notifications } from './notifications.ts';

interface Props {
  /** What it is called in the notification. */
  readonly what: string;
  readonly notifications: Notifications;
  readonly children: ReactNode;
}

export class Contained extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidCatch(thrown: unknown): void {
    this.props.notifications.fail(`${this.props.what} had to be hidden`, thrown);
  }

  override render(): ReactNode {
    return this.state.hasFailed ? null : this.props.children;
  }
}
