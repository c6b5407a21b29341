import { describe, expect, it } from 'vitest';
import { Patience, PATIENCE_MS } from '../../src/panel/patience.js';
import { START } from './samples.js';

const session = (sessionId: string, adapter = 'pwa-node') => ({ sessionId, adapter, name: sessionId });

describe('Patience', () => {
  it('gives a session time to tell its process', () => {
    const patience = new Patience();
    expect(patience.sort([session('a')], START).starting).toHaveLength(1);
    expect(patience.sort([session('a'), session('b')], START + PATIENCE_MS)).toEqual({
      starting: [session('b')],
      unresolved: [session('a')],
    });
  });

  it('begins anew for a session that was gone', () => {
    const patience = new Patience();
    patience.sort([session('a')], START);
    patience.sort([], START + 1_000);
    expect(patience.sort([session('a')], START + PATIENCE_MS).unresolved).toEqual([]);
  });

  it('never asks for the process of a page in a browser', () => {
    const patience = new Patience();
    const pages = ['chrome', 'pwa-chrome', 'msedge', 'pwa-msedge', 'firefox'].map((type) =>
      session(type, type),
    );
    expect(patience.sort(pages, START)).toEqual({ starting: [], unresolved: [] });
  });
});
