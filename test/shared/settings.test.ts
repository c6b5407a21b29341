import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, rulesOff, settingsFrom, severityOf } from '../../src/shared/settings.js';

describe('settings', () => {
  it.each([undefined, null, 3, 'x', [], {}, { lint: 7, rules: 'off', strict: 'yes', node: [] }])(
    'takes the defaults for %j',
    (section) => {
      expect(settingsFrom(section)).toEqual(DEFAULT_SETTINGS);
    },
  );

  it('reads what a client sends', () => {
    const settings = settingsFrom({
      lint: { enable: false },
      rules: { 'handle-eof': 'off', 'closewait/no-unread-socket': 'information', nonsense: 'off' },
      strict: true,
      node: { versions: ['20', 24, 'v22.12', 'latest'] },
    });
    expect(settings.enable).toBe(false);
    expect(settings.strict).toBe(true);
    expect(settings.nodeVersions).toEqual(['20', '24', '22.12']);
    expect([...rulesOff(settings)]).toEqual(['handle-eof']);
    expect(settings.rules.size).toBe(2);
  });

  it('lets the user overrule the evidence', () => {
    const settings = settingsFrom({ rules: { 'handle-eof': 'information', 'no-unread-socket': 'loud' } });
    expect(severityOf('handle-eof', 'error', settings)).toBe('information');
    expect(severityOf('no-unread-socket', 'error', settings)).toBe('error');
  });
});
