import { describe, expect, it } from 'vitest';
import { SocketModel } from '../../src/panel/socket-model.js';
import { buildTree, growthKeys, type TreeOptions } from '../../src/panel/tree-builder.js';
import { changedNodes, TreeIndex, type TreeNode } from '../../src/panel/tree-node.js';
import type { LeakSite } from '../../src/shared/leak-site.js';
import type { TcpSocket } from '../../src/shared/sample.js';
import { process, sample, socket, START } from './samples.js';

const LATER = START + 41_000;
const SITE: LeakSite = {
  key: 'half-open@server.ts:12',
  cause: 'half-open',
  words: 'end seen, end() never called',
  place: { file: '/project/src/server.ts', line: 12, column: 3 },
};

function model(sockets: readonly TcpSocket[], sites: Readonly<Record<string, LeakSite>> = {}): SocketModel {
  const made = new SocketModel();
  made.observe([process()], sample(LATER, sockets));
  made.setSites(new Map(Object.entries(sites)));
  return made;
}

function rows(from: SocketModel, change: Partial<TreeOptions> = {}): readonly TreeNode[] {
  return buildTree(from.picture(), {
    now: LATER,
    filter: '',
    order: 'oldest',
    growth: () => undefined,
    ...change,
  });
}

/** The tree as indented text. */
function drawn(nodes: readonly TreeNode[], depth = 0): string[] {
  return nodes.flatMap(({ label, description, children }) => [
    `${'  '.repeat(depth)}${label} | ${description}`,
    ...drawn(children, depth + 1),
  ]);
}

describe('buildTree', () => {
  it('lists the sockets of a process, the oldest first', () => {
    const young = socket(24, { since: START + 30_000, unreadBytes: 5 });
    expect(drawn(rows(model([young, socket(23)])))).toEqual([
      'server.ts | 2 stuck · pid 4242',
      '  127.0.0.1:50023 | 40 s · fd 23 · 0 B unread · 127.0.0.1:8080',
      '  127.0.0.1:50024 | 10 s · fd 24 · 5 B unread · 127.0.0.1:8080',
    ]);
  });

  it('says where unread bytes lie: in the kernel or in the buffer of Node.js', () => {
    const made = model([socket(23), socket(24, { unreadBytes: 3 })]);
    expect(made.setDetails(new Map([23, 24].map((fd) => [`sk:${fd}`, { bufferedBytes: 5 }])))).toBe(true);
    expect(drawn(rows(made)).slice(1)).toEqual([
      '  127.0.0.1:50023 | 40 s · fd 23 · 5 B in Node’s buffer · 127.0.0.1:8080',
      '  127.0.0.1:50024 | 40 s · fd 24 · 3 B unread · 5 B in Node’s buffer · 127.0.0.1:8080',
    ]);
  });

  it('says "at least" when the kernel does not know the age', () => {
    const [first] = rows(model([socket(23, { sinceExact: false })]))[0]?.children ?? [];
    expect(first?.description).toMatch(/^≥ 40 s/);
    expect(first?.spoken).toContain('for at least 40 s');
  });

  it('groups by leak site, the largest group first, and names the cause and the growth', () => {
    const sites = {
      'sk:1': SITE,
      'sk:2': SITE,
      'sk:3': { key: 'x', cause: 'unread' as const, words: 'nobody reads' },
    };
    const growth = (key: string) => (key.includes('half-open') ? 12 : undefined);
    expect(
      drawn(
        rows(
          model(
            [3, 1, 2, 4].map((fd) => socket(fd)),
            sites,
          ),
          { growth },
        ),
      ),
    ).toEqual([
      'server.ts | 4 stuck · pid 4242',
      '  server.ts:12 | 2 · +12/min · end seen, end() never called',
      '    127.0.0.1:50001 | 40 s · fd 1 · 0 B unread · 127.0.0.1:8080',
      '    127.0.0.1:50002 | 40 s · fd 2 · 0 B unread · 127.0.0.1:8080',
      '  Nobody reads | 1',
      '    127.0.0.1:50003 | 40 s · fd 3 · 0 B unread · 127.0.0.1:8080',
      '  127.0.0.1:50004 | 40 s · fd 4 · 0 B unread · 127.0.0.1:8080',
    ]);
  });

  it('puts what was not accepted yet apart', () => {
    const waiting = socket(9, { role: 'backlog', holders: [] });
    expect(drawn(rows(model([waiting])))).toEqual([
      'server.ts | 0 stuck · pid 4242',
      '  Not accepted yet | 1',
      '    127.0.0.1:50009 | 40 s · 0 B unread · 127.0.0.1:8080',
    ]);
  });

  it('marks the last picture of an ended process, and lets its ages stand still', () => {
    const from = model([socket(23)]);
    from.setRoots([process({ ended: true })], LATER);
    const shown = rows(from, { now: LATER + 600_000 });
    expect(drawn(shown)).toEqual([
      'server.ts | 1 stuck · ended · pid 4242',
      '  127.0.0.1:50023 | 40 s · fd 23 · 0 B unread · 127.0.0.1:8080',
    ]);
    expect(shown[0]?.spoken).toBe('server.ts, process 4242, ended: 1 socket in CLOSE_WAIT.');
  });

  it.each([
    ['50001', [1]],
    ['fd 2', [2]],
    ['server.ts:12 END()', [1]],
    ['127.0.0.1 nowhere', []],
    ['', [1, 2]],
  ])('filters by "%s"', (filter, expected) => {
    const shown = rows(model([socket(1), socket(2)], { 'sk:1': SITE }), { filter });
    const sockets = [...new TreeIndex(shown).all()].map(({ subject }) => subject);
    expect(sockets.flatMap((each) => (each.kind === 'socket' ? [each.socket.holders[0]?.fd] : []))).toEqual(
      expected,
    );
  });

  it.each([
    ['oldest', [1, 2, 3]],
    ['newest', [3, 2, 1]],
    ['peer', [3, 1, 2]],
    ['unread', [2, 1, 3]],
  ] as const)('sorts %s', (order, expected) => {
    const sockets = [
      socket(1, { since: START, peer: { address: '10.0.0.9', port: 1 }, unreadBytes: 5 }),
      socket(2, { since: START + 1, peer: { address: '10.0.0.10', port: 1 }, unreadBytes: 50 }),
      socket(3, { since: START + 2, peer: { address: '10.0.0.2', port: 1 }, unreadBytes: undefined }),
    ];
    const shown = rows(model(sockets), { order })[0]?.children ?? [];
    expect(shown.map(({ subject }) => subject.kind === 'socket' && subject.socket.holders[0]?.fd)).toEqual(
      expected,
    );
  });

  it('counts what grows, per process and per site', () => {
    const from = model([socket(1), socket(2), socket(3)], { 'sk:1': SITE, 'sk:2': SITE });
    expect([...growthKeys(from.picture())]).toEqual([
      ['process:4242', 3],
      ['site:4242:half-open@server.ts:12', 2],
    ]);
  });

  it('offers to go to the line only where there is one', () => {
    const [site, bare] = rows(model([socket(1), socket(2)], { 'sk:1': SITE }))[0]?.children ?? [];
    expect([site?.context, site?.children[0]?.context, bare?.context]).toEqual([
      'site alive line',
      'socket alive line',
      'socket alive',
    ]);
  });
});

describe('changedNodes', () => {
  const at = (from: SocketModel, now: number) => new TreeIndex(rows(from, { now }));

  it('draws nothing anew when nothing changed', () => {
    const from = model([socket(1)]);
    expect(changedNodes(at(from, LATER), at(from, LATER + 900))).toEqual([]);
  });

  it('draws only the rows whose text changed', () => {
    const from = model([socket(1), socket(2, { since: START - 3_600_000 })]);
    expect(changedNodes(at(from, LATER), at(from, LATER + 1_000))).toEqual([]);
    expect(changedNodes(at(from, LATER), at(from, LATER + 4_000))).toEqual(['socket:sk:1']);
  });

  it('draws the group anew when a row came', () => {
    expect(changedNodes(at(model([socket(1)]), LATER), at(model([socket(1), socket(2)]), LATER))).toEqual([
      'process:4242',
    ]);
  });

  it('draws all anew when a process came', () => {
    expect(changedNodes(new TreeIndex(), at(model([socket(1)]), LATER))).toBe('root');
  });

  it('draws a large group as a whole, and only when its coarse ages moved', () => {
    const from = model(Array.from({ length: 2_000 }, (_, fd) => socket(fd)));
    expect(changedNodes(at(from, LATER), at(from, LATER + 1_000))).toEqual([]);
    expect(changedNodes(at(from, LATER), at(from, LATER + 12_000))).toEqual(['process:4242']);
  });

  describe('below a closed group', () => {
    const many = Array.from({ length: 200 }, (_, fd) => socket(fd));
    const sites = Object.fromEntries(many.map(({ id }) => [id, SITE]));
    const group = `site:4242:${SITE.key}`;
    const tree = (now: number, opened: readonly string[] = [], sockets = many) =>
      new TreeIndex(rows(model(sockets, sites), { now }), new Set(opened));

    it('nothing is drawn anew, until somebody has opened it', () => {
      expect(changedNodes(tree(LATER), tree(LATER + 12_000))).toEqual([]);
      expect(changedNodes(tree(LATER), tree(LATER + 12_000, [group]))).toEqual([group]);
    });

    it('another row is no reason to draw while the group itself says the same', () => {
      const others = [...many.slice(1), socket(999)];
      const same = { ...sites, 'sk:999': SITE };
      const after = new TreeIndex(rows(model(others, same), { now: LATER }));
      expect(changedNodes(tree(LATER), after)).toEqual([]);
      const open = new TreeIndex(rows(model(others, same), { now: LATER }), new Set([group]));
      expect(changedNodes(tree(LATER, [group]), open)).toEqual([group]);
    });

    it('every row is found by its id', () => {
      const index = tree(LATER);
      expect(index.get('socket:sk:7')?.label).toBe('127.0.0.1:50007');
      expect(index.parentOf('socket:sk:8')).toBe(group);
      expect(index.get('socket:none')).toBeUndefined();
      expect([...index.all()]).toHaveLength(202);
    });
  });
});
