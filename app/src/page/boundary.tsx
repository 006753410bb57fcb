/** Keeps what cannot be shown from taking the rest of the page with it. */
import { Component, type ReactNode } from 'react';
import { sentence } from '../client/failures';
import { Empty } from './parts';

interface Props {
  /** What it holds, as the subject of a sentence; without it, nothing is shown in its place. */
  what?: string;
  children: ReactNode;
}

export class Boundary extends Component<Props, { failed?: string }> {
  override state: { failed?: string } = {};

  static getDerivedStateFromError(failed: unknown): { failed: string } {
    return { failed: sentence(failed) };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (failed === undefined) return this.props.children;
    const { what } = this.props;
    return (
      what && (
        <Empty>
          {what} cannot be shown: {failed}
        </Empty>
      )
    );
  }
}
