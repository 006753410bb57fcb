/** Waits for what is still being loaded, and keeps what cannot be shown from taking the rest of the page with it. */
import { Component, Suspense, type ReactNode } from 'react';
import { sentence } from '../client/failures';
import { Empty } from './parts';

interface Props {
  /** What it holds, as the subject of a sentence; without it, nothing is shown in its place. */
  what?: string;
  /** What is said until it is loaded. */
  wait?: string;
  children: ReactNode;
}

export class Boundary extends Component<Props, { failed?: string }> {
  override state: { failed?: string } = {};

  static getDerivedStateFromError(failed: unknown): { failed: string } {
    return { failed: sentence(failed) };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    const { what, wait, children } = this.props;
    if (failed === undefined)
      return (
        <Suspense
          fallback={
            wait && (
              <p className="empty" aria-busy="true">
                {wait}
              </p>
            )
          }
        >
          {children}
        </Suspense>
      );
    return (
      what && (
        <Empty>
          {what} cannot be shown: {failed}
        </Empty>
      )
    );
  }
}
