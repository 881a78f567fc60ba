import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { table } from '../../cli/terminal/index.ts';

const plain = pc.createColors(false);

describe('a table', () => {
  it('lines up under Japanese titles and cells, which are two columns a character', () => {
    const drawn = table(
      [{ title: 'ルール' }, { title: '回数', align: 'right' }, { title: 'note' }],
      [
        ['purchase', '1,204', 'a'],
        ['誕生日', '7', ''],
      ],
      plain,
    );
    expect(drawn.split('\n')).toEqual([
      '  ルール     回数  note',
      '  purchase  1,204  a',
      '  誕生日        7',
    ]);
  });

  it('measures a cell before it is painted', () => {
    const drawn = table(
      [{ title: 'a' }, { title: 'b' }],
      [
        [{ text: 'x', paint: (text) => `<${text}>` }, '1'],
        ['long', '2'],
      ],
      plain,
      '',
    );
    expect(drawn.split('\n')).toEqual(['a     b', '<x   >  1', 'long  2']);
  });
});
