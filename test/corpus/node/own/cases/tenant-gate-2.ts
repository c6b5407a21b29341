import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

type Constructor<T = object> = new (...args: any[]) => T;

interface Tenant {
  readonly id: string;
  readonly plan: 'free' | 'paid';
}

function WithTenants<Base extends Constructor>(base: Base) {
  return class extends base {
    readonly tenants = new Map<string, Tenant>([['t-1', { id: 'one', plan: 'paid' }]]);

    async tenantOf(req: IncomingMessage): Promise<Tenant> {
      const token = new URL(req.url ?? '/', 'http://gate').searchParams.get('token') ?? '';
      const tenant = this.tenants.get(token);
      if (tenant === undefined) throw new Error(`no tenant for "${token}"`);
      return tenant;
    }
  };
}

function WithRooms<Base extends Constructor>(base: Base) {
  return class extends base {
    readonly rooms = new Map<string, Set<WebSocket>>();

    join(name: string, member: WebSocket): void {
      const room = this.rooms.get(name) ?? new Set();
      this.rooms.set(name, room.add(member));
      member.on('message', (data, isBinary) => {
        for (const other of room) if (other !== member) other.send(data, { binary: isBinary });
      });
      member.on('close', () => room.delete(member));
      member.on('error', () => member.terminate());
    }
  };
}

class Gate extends WithRooms(WithTenants(EventEmitter)) {
  private readonly wss = new WebSocketServer({ noServer: true, clientTracking: false });

  readonly upgrade = async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on('error', (error) => this.emit('failed', error));
    try {
      const tenant = await this.tenantOf(req);
      this.wss.handleUpgrade(req, socket, head, (ws) => this.join(tenant.id, ws));
    } catch (error) {
      this.emit('refused', error);
      socket.once('finish', () => socket.destroy());
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
    }
  };
}

const gate = new Gate();
gate.on('refused', (error: Error) => console.warn(error.message));

createServer((_req, res) => {
  res.writeHead(426).end();
})
  .on('upgrade', gate.upgrade)
  .listen(Number(process.env.PORT));
