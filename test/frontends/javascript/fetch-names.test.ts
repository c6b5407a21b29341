import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

async function countIn(text: string): Promise<number> {
  const source = { path: '/p/a.ts', language: 'typescript' as const, text };
  return (await javascriptFrontEnd.read(source, { read: () => undefined }, {})).leaks.length;
}

const asked = (name: string): string => `
    const response = await ${name}(url);
    return response.ok;`;

describe('fetch by another name', () => {
  it.each([
    ['a default of a parameter', `export async function up(url, ask = fetch) {${asked('ask')}}`],
    [
      'a default of a parameter that is a field',
      `export class Client { constructor(private ask: typeof fetch = fetch) {} async up(url) {${asked('this.ask')}} }`,
    ],
    [
      'an option, or else it',
      `export class Client {
  ask;
  constructor(options) { this.ask = options.fetch ?? globalThis.fetch.bind(globalThis); }
  async up(url) {${asked('this.ask')}}
}`,
    ],
    [
      'a local name',
      `export async function up(url, options) { const f = options.fetch || fetch;${asked('f')}}`,
    ],
    [
      'a part of an options object',
      `export const up = async (url, { ask = globalThis.fetch } = {}) => {${asked('ask')}};`,
    ],
    ['the type of a parameter', `export async function up(url: string, ask: typeof fetch) {${asked('ask')}}`],
    [
      'the type of a field, by its alias',
      `type Ask = typeof globalThis.fetch;
export class Client { #ask: Ask; constructor(deps: { ask: Ask }) { this.#ask = deps.ask; } async up(url) {${asked('this.#ask')}} }`,
    ],
    [
      'what stands among others',
      `export const up = (ask: typeof fetch, url: string) => later(async () => {${asked('ask')}});`,
    ],
  ])('%s', async (_how, text) => {
    expect(await countIn(text)).toBe(1);
    expect(await countIn(text.replace('return response.ok', 'return response.text()'))).toBe(0);
  });

  it('is not one that was imported, nor any function', async () => {
    expect(
      await countIn(
        `import { fetch } from './own';\nexport async function up(url, ask: typeof fetch) {${asked('ask')}}`,
      ),
    ).toBe(0);
    expect(
      await countIn(
        `type Ask = (url: string) => Promise<Response>;\nexport async function up(url, ask: Ask) {${asked('ask')}}`,
      ),
    ).toBe(0);
  });

  it('is looked for in long lines, too', async () => {
    const long = `export const table = '${'k:1,'.repeat(50_000)}';`;
    expect(await countIn(`${long}\nexport async function up(url, ask = fetch) {${asked('ask')}}`)).toBe(1);
  });
});
