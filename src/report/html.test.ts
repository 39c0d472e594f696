import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, html, joined } from './html.js';

describe('html', () => {
  it('escapes everything that is put in, in content and in attributes', () => {
    expect(html`<b title="${`"'<&>\``}">${'<i>'}</b>`.text).toBe(
      '<b title="&quot;&#39;&lt;&amp;&gt;&#96;">&lt;i&gt;</b>',
    );
  });

  it('takes markup as it is, lists one after the other, undefined as nothing', () => {
    expect(html`${[html`<i></i>`, '<', 7]}${undefined}${joined(['a', 'b'], html`<br>`)}`.text).toBe(
      '<i></i>&lt;7a<br>b',
    );
  });

  it('is not deceived by data that looks like markup', () => {
    const text = JSON.parse('"<b>"') as string;
    expect(html`${text}`.text).toBe('&lt;b&gt;');
  });
});

describe('escaped text', () => {
  it('shows what could not be seen, and what turns the direction of text', () => {
    expect(escapeText('a\0b\u001b[0m\r\u202ecba\u007f\ud800\u0085')).toBe(
      'a\u2400b\u241b[0m\u240d[U+202E]cba\u2421\ufffd\ufffd',
    );
    expect(escapeText('tab\tline\nשלום 😀')).toBe('tab\tline\nשלום 😀');
  });

  it('holds no character that has a meaning in HTML, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeText(text).replace(/&(amp|lt|gt|quot|#39|#96);/g, '')).not.toMatch(/[&<>"'`]/);
      }),
    );
  });
});
