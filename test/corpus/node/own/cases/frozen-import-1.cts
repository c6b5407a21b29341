import net = require('node:net');
import util = require('node:util');

namespace Whois {
  const log = util.debuglog('whois');

  const records: Readonly<Record<string, string>> = Object.freeze({
    'example.org': 'Registrar: Example\r\nStatus: active',
    'example.net': 'Registrar: Example\r\nStatus: parked',
  });

  export const options: net.ServerOpts = Object.assign({ noDelay: true }, { allowHalfOpen: true });

  function answer(query: string): string {
    return records[query.trim().toLowerCase()] ?? 'No match';
  }

  export function serve(socket: net.Socket): void {
    const parts: string[] = [];
    socket.setEncoding('utf8');
    socket
      .on('data', (part: string) => {
        parts.push(part);
      })
      .on('error', (error: NodeJS.ErrnoException) => log('%s', error.code))
      .on('end', () => {
        const query = parts.join('');
        if (query === '') return;
        socket.end(`${answer(query)}\r\n`);
      });
  }
}

const server = net.createServer(Whois.options, Whois.serve);
server.listen(Number(process.env.PORT));
export = server;
