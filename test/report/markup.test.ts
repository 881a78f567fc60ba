import { describe, expect, it } from 'vitest';
import { html } from '../../report/markup/index.ts';

// If it fails, a name in a program or a file can run code in the page of whoever opens the report.
describe('markup', () => {
  it('escapes what comes from outside, in elements and attributes', () => {
    const name = `"><script>alert('1 & 2')</script>`;
    expect(html`<p title="${name}">${name}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;">&quot;&gt;&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;</p>',
    );
  });

  it('keeps markup as it is, in lists too', () => {
    const items = ['<a>', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}${undefined}${3n}</ul>`.markup).toBe(
      '<ul><li>&lt;a&gt;</li><li>&lt;b&gt;</li>3</ul>',
    );
  });

  it('replaces signs that no document may hold', () => {
    expect(html`${'a\u0000b\u001bc\ud800d\n'}`.markup).toBe('a\ufffdb\ufffdc\ufffdd\n');
    expect(html`${'😀'}`.markup).toBe('😀');
  });
});
