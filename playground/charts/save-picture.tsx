import { type Markup, standaloneChart } from '../../report/index.ts';
import { save } from '../share/index.ts';
import { useController, usePage } from '../state/index.ts';
import { fileName } from '../tables/index.ts';
import { useSay } from '../words/index.ts';
import { pngOf } from './picture.ts';

/** A drawing as files, in the theme of the page. */
export function SavePicture({ title, chart }: { readonly title: string; readonly chart: Markup }) {
  const say = useSay();
  const controller = useController();
  const program = usePage((state) => state.name);
  const theme = usePage((state) => state.theme);
  const name = fileName(program, title);
  const trouble = (): void =>
    controller.tell({
      kind: 'trouble',
      text: {
        en: 'this browser cannot make a picture of the chart: save it as SVG instead',
        ja: 'このブラウザーではグラフの画像を作れません。代わりに SVG で保存してください',
      },
    });
  const writeSvg = (): void => {
    const drawn = standaloneChart(chart, title, theme);
    if (drawn !== undefined) save(`${name}.svg`, drawn.svg, 'image/svg+xml');
  };
  const writePng = async (): Promise<void> => {
    const drawn = standaloneChart(chart, title, theme);
    if (drawn === undefined) return;
    try {
      save(`${name}.png`, await pngOf(drawn), 'image/png');
    } catch {
      trouble();
    }
  };
  return (
    <>
      <button
        type="button"
        className="tool"
        onClick={writeSvg}
        aria-label={say({ en: `SVG: save the drawing of “${title}”`, ja: `SVG: 「${title}」のグラフを保存` })}
      >
        SVG
      </button>
      <button
        type="button"
        className="tool"
        onClick={writePng}
        aria-label={say({ en: `PNG: save the picture of “${title}”`, ja: `PNG: 「${title}」の画像を保存` })}
      >
        PNG
      </button>
    </>
  );
}
