import { describe, expect, it } from 'vitest';
import { descriptorUse } from '../../src/panel/descriptor-use.js';

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units
Max processes             63432                63432                processes
Max open files            1024                 1048576              files
`;

describe('descriptorUse', () => {
  it('reads the open descriptors and the soft limit', async () => {
    const reader = { list: () => Promise.resolve(['0', '1', '2']), text: () => Promise.resolve(LIMITS) };
    expect(await descriptorUse(7, reader)).toEqual({ open: 3, limit: 1_024 });
  });

  it('knows nothing without a limit, without permission and without a process', async () => {
    const unlimited = {
      list: () => Promise.resolve([]),
      text: () => Promise.resolve('Max open files unlimited'),
    };
    expect(await descriptorUse(7, unlimited)).toBeUndefined();
    const denied = { ...unlimited, text: () => Promise.reject(new Error('EACCES')) };
    expect(await descriptorUse(7, denied)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('reads those of this process', async () => {
    const use = await descriptorUse(process.pid);
    expect(use?.open).toBeGreaterThan(2);
    expect(use?.limit).toBeGreaterThan(use?.open ?? 0);
  });
});
