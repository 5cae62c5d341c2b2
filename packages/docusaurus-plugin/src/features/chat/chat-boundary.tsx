/** Keeps a fault in the panel inside the panel: the page stays, and the way to ask comes back. */
import { Component, type ReactNode } from 'react';
import { closePanel } from './chat-panel.store.ts';

interface BoundaryState {
  readonly failures: number;
}

/** Most times that the chat is drawn anew on one page: a fault that stays must not become a loop. */
const MAX_FAILURES = 3;

/** Closes the panel and draws the launcher again when something below throws while rendering. */
export class ChatBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { failures: 0 };

  override componentDidCatch(error: unknown): void {
    console.error('Lectern:', error);
    closePanel({ keepFocus: true });
    this.setState(({ failures }) => ({ failures: failures + 1 }));
  }

  override render(): ReactNode {
    if (this.state.failures >= MAX_FAILURES) return null;
    return <this.Fresh key={this.state.failures} />;
  }

  private readonly Fresh = (): ReactNode => this.props.children;
}
