import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../../src/frontends/front-end.js';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

const NO_FILES: Workspace = { read: () => undefined };

/** Where leaks are reported, as the text of the place. */
async function placesIn(text: string): Promise<string[]> {
  const source = { path: '/p/a.js', language: 'javascript' as const, text };
  const { leaks } = await javascriptFrontEnd.read(source, NO_FILES, {});
  return leaks.map(({ at }) => text.slice(at.start, at.end));
}

/** What compilers make of `import https from 'https'`. */
const compiled = (body: string): string => `
var __importDefault = (this && this.__importDefault) || function (mod) {
  return (mod && mod.__esModule) ? mod : { "default": mod };
};
var https_1 = __importDefault(require("https"));
exports.post = post;
function post(options) {
  return new Promise(function (resolve) {
    var request = https_1.default.request;
    request(options, function (response) {
      ${body}
      return resolve(response.statusCode);
    }).end();
  });
}
`;

describe('compiled imports', () => {
  it('lead to the body nobody reads', async () => {
    expect(await placesIn(compiled(''))).toHaveLength(1);
  });

  it('lead to the body that is let go', async () => {
    expect(await placesIn(compiled('response.resume();'))).toEqual([]);
  });
});

/** A client whose error carries the response. */
const throwing = (thrown: string): string => `
class Refused extends Error {
  constructor(response) {
    super('refused');
    this.response = response;
  }
}
export async function load(url) {
  const response = await fetch(url);
  if (!response.ok) throw ${thrown};
  return response.json();
}
`;

describe('what a module throws', () => {
  it('may be read by whoever catches it', async () => {
    expect(await placesIn(throwing('new Refused(response)'))).toEqual([]);
  });

  it('is lost when it does not carry the response', async () => {
    expect(await placesIn(throwing('new Error(response.statusText)'))).toHaveLength(1);
  });
});

/** A half-open server that keeps its state by name. */
const byName = (closing: string): string => `
const net = require('net');
net.createServer({ allowHalfOpen: true }, (socket) => {
  const session = { state: 'open' };
  socket.on('data', (line) => {
    if (String(line) === 'QUIT') {
      session.state = 'closed';
      ${closing}
    }
  });
  socket.on('end', () => {
    if (session.state === 'closed') return;
    socket.end();
  });
}).listen(80);
`;

describe('states by name', () => {
  it('are told apart on the way', async () => {
    expect(await placesIn(byName('socket.end();'))).toEqual([]);
  });

  it('do not excuse the way on which nothing closes', async () => {
    expect(await placesIn(byName(''))).not.toEqual([]);
  });
});

/** A field that is given something only by what closes, too. */
const guarded = (mark: string): string => `
const net = require('net');
class Session {
  constructor(socket) {
    this.socket = socket;
    ${mark}
    socket.on('data', () => {});
    socket.on('end', () => this.finish());
  }
  finish() {
    if (this.finished) return;
    this.finished = true;
    this.socket.end();
  }
}
net.createServer({ allowHalfOpen: true }, (socket) => { new Session(socket); }).listen(80);
`;

describe('a field nobody has given anything', () => {
  it('is undefined', async () => {
    expect(await placesIn(guarded(''))).toEqual([]);
  });

  it('is not once it was given something', async () => {
    expect(await placesIn(guarded('this.finished = true;'))).not.toEqual([]);
  });
});

const following = `
async function follow(url) {
  const response = await fetch(url);
  if (response.status === 302) {
    return follow(response.headers.get('location'));
  }
  return response.text();
}
follow(process.argv[2]).then(console.log);
`;

describe('a response of a function that calls itself', () => {
  it('is left where that very call left it', async () => {
    expect(await placesIn(following)).toEqual(["return follow(response.headers.get('location'));"]);
  });
});

describe('constructors that may be called without new', () => {
  const session = (body: string): string => `
const net = require('net');
function Session(socket) {
  if (!(this instanceof Session)) return new Session(socket);
  this.socket = socket;
  ${body}
}
module.exports = Session;
`;
  const listens = `this.socket.on('data', (chunk) => this.take(chunk));`;

  it.each(['new Session(socket)', 'Session(socket)'])('make one by %s', async (made) => {
    const server = `net.createServer((socket) => { ${made}; }).listen(80);`;
    expect(await placesIn(session(listens) + server)).toEqual([]);
    expect(await placesIn(session('') + server)).toEqual(['socket']);
  });
});

describe('a server that the instance of an exported class keeps', () => {
  const kept = (body: string): string => `
const net = require('net');
module.exports = class Passive {
  open() {
    this.server = ${body};
    this.server.listen(0);
  }
};
`;
  const turnsAway = `(socket) => { if (this.isFull()) return; this.socket = socket; }`;

  it('has its connections handled by the function it was made with', async () => {
    expect(await placesIn(kept(`net.createServer(${turnsAway})`))).toEqual(['return;']);
  });

  it('may have other listeners where it was made without one', async () => {
    const text = kept('net.createServer()').replace(
      'this.server.listen',
      `this.server.on('connection', (socket) => { this.count++; });\n    this.server.listen`,
    );
    expect(await placesIn(text)).toEqual([]);
  });
});
