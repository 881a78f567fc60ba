import { useRef } from 'react';
import { save } from '../share/index.ts';
import { useController, usePage } from '../state/index.ts';
import { useSay } from '../words/index.ts';
import { openFiles } from './open-files.ts';

/** Opens and saves the documents of the editor as files of this machine. */
export function FileButtons() {
  const controller = useController();
  const say = useSay();
  const chooser = useRef<HTMLInputElement>(null);
  const tab = usePage((state) => state.tab);
  const text = usePage((state) => state.documents[state.tab]);
  const name = usePage((state) => state.name) || 'program';
  const fileName = tab === 'program' ? `${name}.yaml` : `${name}.${tab}.yaml`;
  return (
    <div className="file-buttons">
      <button
        type="button"
        className="button quiet"
        onClick={() =>
          controller.openProgram({ name: '', documents: { program: '', tests: '', scenario: '' } })
        }
      >
        {say({ en: 'New', ja: '新規' })}
      </button>
      <button type="button" className="button quiet" onClick={() => chooser.current?.click()}>
        {say({ en: 'Open', ja: '開く' })}
      </button>
      <input
        ref={chooser}
        type="file"
        multiple
        accept=".yaml,.yml,.json"
        className="unseen"
        tabIndex={-1}
        aria-label={say({ en: 'files to open', ja: '開くファイル' })}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = '';
          void openFiles(controller, chosen);
        }}
      />
      <button
        type="button"
        className="button quiet"
        title={fileName}
        onClick={() => save(fileName, text, 'application/yaml')}
      >
        {say({ en: 'Save', ja: '保存' })}
      </button>
    </div>
  );
}
