/** Keeps what cannot be shown from taking the rest of the page with it. */
import { Component, type ReactNode } from 'react';
import { Empty } from './parts';

interface Props {
  /** What it holds, as the subject of a sentence. */
  what: string;
  children: ReactNode;
}

export class Boundary extends Component<Props, { failed?: string }> {
  override state: { failed?: string } = {};

  static getDerivedStateFromError(failed: unknown): { failed: string } {
    return { failed: failed instanceof Error ? failed.message : String(failed) };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (failed === undefined) return this.props.children;
    return (
      <Empty>
        {this.props.what} cannot be shown: {failed}
      </Empty>
    );
  }
}
