import { useEffect, useState } from 'react';
import { useController } from '../state/index.ts';
import { useSay } from '../words/index.ts';
import { openFiles } from './open-files.ts';

/** Takes files wherever on the page they are dropped. */
export function DropPlace() {
  const controller = useController();
  const say = useSay();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      void openFiles(controller, [...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [controller]);
  if (!isOver) return null;
  return (
    <div className="drop-place" aria-hidden="true">
      <p>
        {say({
          en: 'Drop a program (YAML), or a history (CSV, JSON Lines, Parquet). It stays in this browser.',
          ja: 'プログラム（YAML）または履歴（CSV、JSON Lines、Parquet）をドロップしてください。データはこのブラウザーの外に出ません。',
        })}
      </p>
    </div>
  );
}
