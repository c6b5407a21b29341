import { describe, expect, it } from 'vitest';
import { timelinePage } from '../../src/panel/timeline-page.js';
import { isTimelineMessage } from '../../src/shared/panel-protocol.js';

describe('the timeline’s page', () => {
  const parts = { script: 's.js', style: 's.css', source: 'https://here', nonce: 'abc', language: 'en' };
  const page = timelinePage(parts);

  it('lets run one script and nothing else', () => {
    expect(page).toContain(`content="default-src 'none'; script-src 'nonce-abc'; style-src https://here"`);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('<script nonce="abc" src="s.js">');
  });

  it('hands the script its texts, whatever is in them', () => {
    const texts = { 'State "{0}" <& more>': 'Zustand „{0}“ <& mehr>' };
    const [, attribute = ''] =
      /<body [^>]*data-texts="([^"]*)">/.exec(timelinePage({ ...parts, texts })) ?? [];
    const read = attribute.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
    expect(JSON.parse(read)).toEqual(texts);
    expect(page).toContain('<html lang="en">');
    expect(page).not.toContain('data-texts');
  });

  it('has no inline style, no inline handler and nothing remote', () => {
    expect(page).not.toMatch(/style=|<style|\son\w+=|unsafe|http:/);
  });
});

describe('messages of the page', () => {
  it('are taken only when they are ours', () => {
    expect([{ type: 'ready' }, { type: 'showSockets' }].every(isTimelineMessage)).toBe(true);
    expect([null, 'ready', {}, { type: 'eval' }].some(isTimelineMessage)).toBe(false);
  });
});
