'use strict';

const http = require('node:http');
const net = require('node:net');

/** An agent that reaches its hosts through the company's CONNECT proxy. */
class CorpAgent extends http.Agent {
  constructor(proxy, options) {
    super({ keepAlive: true, maxSockets: 4, ...options });
    this.proxy = proxy;
  }

  createConnection(options, callback) {
    const target = `${options.host}:${options.port}`;
    const socket = net.connect(this.proxy.port, this.proxy.host);

    const fail = (error) => {
      cleanup();
      callback(error);
    };

    let head = '';
    const onReadable = () => {
      let chunk;
      while ((chunk = socket.read()) !== null) {
        head += chunk.toString('latin1');
        if (head.includes('\r\n\r\n')) return established();
      }
    };
    const onEnd = () => fail(new Error('proxy closed the connection before answering'));

    function cleanup() {
      socket.removeListener('readable', onReadable);
      socket.removeListener('end', onEnd);
      socket.removeListener('error', fail);
    }

    function established() {
      const status = Number(head.slice(9, 12));
      if (status !== 200) {
        socket.on('error', () => {});
        return fail(new Error(`proxy answered ${status} for ${target}`));
      }
      cleanup();
      callback(null, socket);
    }

    socket.on('readable', onReadable);
    socket.on('end', onEnd);
    socket.on('error', fail);
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  }
}

const agent = new CorpAgent({ host: process.env.PEER_HOST, port: Number(process.env.PEER_PORT) });

function poll(path) {
  const req = http.get({ agent, host: 'inventory.internal', port: 8080, path }, (res) => {
    let text = '';
    res.setEncoding('utf8');
    res.on('data', (part) => (text += part));
    res.on('end', () => console.log(res.statusCode, text.length));
  });
  req.on('error', (error) => console.error(error.message));
}

poll('/items');
setInterval(() => {}, 60_000);
