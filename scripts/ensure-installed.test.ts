import { describe, expect, it } from 'vitest';
import { isInstalled } from './ensure-installed.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/needed': { version: '1.0.0' },
  'node_modules/other-platform': { version: '2.0.0', optional: true },
};

describe('isInstalled', () => {
  it('holds when every package is there in its version, optional ones left aside', () => {
    expect(isInstalled(wanted, { 'node_modules/needed': { version: '1.0.0' } })).toBe(true);
  });

  it('does not hold for a missing folder, a missing package or another version', () => {
    expect(isInstalled(wanted, undefined)).toBe(false);
    expect(isInstalled(wanted, {})).toBe(false);
    expect(isInstalled(wanted, { 'node_modules/needed': { version: '1.0.1' } })).toBe(false);
  });

  it('does not hold for an optional package in another version', () => {
    const installed = {
      'node_modules/needed': { version: '1.0.0' },
      'node_modules/other-platform': { version: '1.9.0' },
    };
    expect(isInstalled(wanted, installed)).toBe(false);
  });
});
