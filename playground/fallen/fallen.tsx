import './fallen.css';
import { Component, type ReactNode } from 'react';
import { useSay } from '../words/index.ts';

/** The words of whatever was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a part of the page says that could not be fetched or drawn, with the way out of it; the rest of the page stays. */
export function Fallen({ reason }: { readonly reason: string }) {
  const say = useSay();
  return (
    <div className="fallen" role="alert">
      <p className="bad">
        {say({
          en: 'This part of the page could not be opened. Kizuna may have been renewed since you came: your program is kept, and a reload brings it back.',
          ja: 'この部分を表示できません。開いている間に Kizuna が更新された可能性があります。プログラムは保存してあり、再読み込みすると元に戻ります。',
        })}
      </p>
      <p className="muted">{reason}</p>
      <button type="button" className="button main" onClick={() => location.reload()}>
        {say({ en: 'Reload the page', ja: '再読み込み' })}
      </button>
    </div>
  );
}

interface Props {
  /** Another one is tried anew. */
  readonly of: unknown;
  /** What the message stands in, where the part itself would have brought it. */
  readonly within?: (message: ReactNode) => ReactNode;
  readonly children: ReactNode;
}

interface State {
  readonly of: unknown;
  readonly fall: { readonly reason: string } | undefined;
}

/** Keeps a fall of one part from taking the whole page with it: React draws nothing at all otherwise. */
export class Net extends Component<Props, State> {
  override state: State = { of: this.props.of, fall: undefined };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { fall: { reason: reasonOf(error) } };
  }

  static getDerivedStateFromProps({ of }: Props, before: State): State | null {
    return of === before.of ? null : { of, fall: undefined };
  }

  override render(): ReactNode {
    const { fall } = this.state;
    const { children, within } = this.props;
    if (fall === undefined) return children;
    const message = <Fallen reason={fall.reason} />;
    return within === undefined ? message : within(message);
  }
}
