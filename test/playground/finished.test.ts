import { describe, expect, it } from 'vitest';
import { isFinished } from '../../playground/editor/finished.ts';

const offer = (label: string, insert = label, snippet = false) => ({ label, insert, snippet });

describe('suggestions over a word that is finished', () => {
  it.each([
    ['the word itself is all that is left', [offer('purchase'), offer('visit')], 'purchase', true],
    ['a longer word begins with it', [offer('point'), offer('points_used')], 'point', false],
    ['taking it would add a colon', [offer('on', 'on: $0', true)], 'on', false],
    ['taking it would change its letters', [offer('JPY')], 'jpy', false],
    ['nothing is written yet', [offer('purchase')], '', false],
    ['nothing goes on from it', [offer('purchase')], 'refund', false],
  ])('%s', (_, offered, written, finished) => expect(isFinished(offered, written)).toBe(finished));
});
