import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze.js';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';
import { applyEdits } from '../../../src/shared/span.js';

async function linesTold(text: string): Promise<string[]> {
  const source = { path: '/p/a.js', language: 'javascript' as const, text };
  const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
  return leaks.map(({ at }) => text.slice(at.start, at.end));
}

async function repaired(text: string): Promise<string> {
  const source = { path: '/p/a.js', language: 'javascript' as const, text };
  const { findings } = await analyze(source, { read: () => undefined }, {});
  return applyEdits(text, findings[0]?.repairs[0]?.edits ?? []);
}

/** What TypeScript makes of `async function status(url) { … }`, its helpers in a module of their own or not. */
const asynchronous = (awaiter: string, body: string): string => `
const tslib_1 = require('tslib');
async function main() { await status('http://localhost:1'); }
function status(url) {
  return ${awaiter}(this, void 0, void 0, function* () {
    const response = yield fetch(url);
    ${body}
    return response.status;
  });
}
main();
`;

describe('an asynchronous function, compiled', () => {
  it.each(['__awaiter', 'tslib_1.__awaiter', '(0, tslib_1.__awaiter)', '__async'])(
    'by %s',
    async (awaiter) => {
      expect(await linesTold(asynchronous(awaiter, ''))).toHaveLength(1);
      expect(await linesTold(asynchronous(awaiter, 'yield response.text();'))).toEqual([]);
    },
  );

  it('by a helper that a minifier has renamed', async () => {
    const helper = 'var e = this && this.__awaiter || function (a, b, c, d) { return d; };';
    expect(await linesTold(helper + asynchronous('e', ''))).toHaveLength(1);
    expect(await linesTold(helper + asynchronous('e', 'yield response.text();'))).toEqual([]);
  });

  it('waits by `yield` in a repair too', async () => {
    const text = await repaired(asynchronous('__awaiter', ''));
    expect(text).toContain('yield response.body?.cancel();');
    expect(await linesTold(text)).toEqual([]);
  });
});

/** A class of TypeScript before private names, and a subclass of before classes. */
const COMPILED: Readonly<Record<string, (end: string) => string>> = {
  'private names': (end) => `
    var _Session_socket;
    class Session {
      constructor(socket) {
        _Session_socket.set(this, void 0);
        __classPrivateFieldSet(this, _Session_socket, socket, 'f');
        socket.on('data', (data) => socket.write(data));
        socket.on('end', () => this.bye());
      }
      bye() { ${end && '__classPrivateFieldGet(this, _Session_socket, "f").end();'} }
    }
    _Session_socket = new WeakMap();
    require('net').createServer({ allowHalfOpen: true }, (socket) => { new Session(socket); }).listen(1);`,
  'a class that extends another': (end) => `
    var Base = (function () {
      function Base(socket) {
        var _this = this;
        this.socket = socket;
        socket.on('data', function (data) { socket.write(data); });
        socket.on('end', function () { return _this.ended(); });
      }
      Base.prototype.ended = function () {};
      return Base;
    }());
    var Echo = (function (_super) {
      __extends(Echo, _super);
      function Echo() { return _super !== null && _super.apply(this, arguments) || this; }
      Echo.prototype.ended = function () { ${end && 'this.socket.end();'} };
      return Echo;
    }(Base));
    require('net').createServer({ allowHalfOpen: true }, function (socket) { new Echo(socket); }).listen(1);`,
  'a socket that is inherited from': (end) => `
    var net = require('net'), util = require('util');
    function Peer(port) {
      net.Socket.call(this, { allowHalfOpen: true });
      this.on('data', function () {});
      ${end && "this.on('end', this.end);"}
      this.connect(port);
    }
    util.inherits(Peer, net.Socket);
    new Peer(1);`,
  'an iterator, written out': (end) => `
    const lines = (socket) => __awaiter(void 0, void 0, void 0, function* () {
      var _a, e_1, _b, _c;
      const all = socket.iterator({ destroyOnReturn: false });
      try {
        for (var _d = true, all_1 = __asyncValues(all), all_1_1; all_1_1 = yield all_1.next(), _a = all_1_1.done, !_a; _d = true) {
          _c = all_1_1.value;
          _d = false;
          console.log(_c);
        }
      }
      catch (e_1_1) { e_1 = { error: e_1_1 }; }
      finally {
        try { if (!_d && !_a && (_b = all_1.return)) yield _b.call(all_1); }
        finally { if (e_1) throw e_1.error; }
      }
      ${end && 'socket.end();'}
    });
    require('net').createServer({ allowHalfOpen: true }, lines).listen(1);`,
};

describe.each(Object.entries(COMPILED))('%s', (_what, text) => {
  it('told', async () => {
    expect(await linesTold(text(''))).toHaveLength(1);
  });

  it('silent', async () => {
    expect(await linesTold(text('end'))).toEqual([]);
  });
});

/** Listeners in a table, put on the socket by loops of before `for … of`. */
const LOOPS = [
  'var names = Object.keys(all); for (var i = 0; i < names.length; i++) { var name = names[i]; s.on(name, all[name].bind(null, s)); }',
  'for (var name in all) { var handler = all[name]; s.on(name, handler.bind(null, s)); }',
  'for (var rows = Object.entries(all), i = 0, n = rows.length; i < n; i += 1) s.on(rows[i][0], rows[i][1].bind(null, s));',
];

const tabled = (loop: string, end: string): string => `
  var all = { data: function (s, d) { s.write(d); }, end: function (s) { ${end} }, error: function () {} };
  require('net').createServer({ allowHalfOpen: true }, function (s) { ${loop} }).listen(1);`;

describe.each(LOOPS)('listeners of a table: %s', (loop) => {
  it('told', async () => {
    expect(await linesTold(tabled(loop, ''))).toHaveLength(1);
  });

  it('silent', async () => {
    expect(await linesTold(tabled(loop, 's.end();'))).toEqual([]);
  });
});
