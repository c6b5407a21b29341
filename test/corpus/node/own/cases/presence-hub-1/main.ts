import { createServer } from 'node:net';
import { Container } from './container.ts';
import { PresenceHub } from './presence-hub.ts';

const container = new Container();
container.register('clock', () => ({ now: () => new Date().toISOString() }));
container.register('hub', (c) => new PresenceHub(c.resolve('clock')));

const server = createServer();
server.on('connection', (socket) => container.resolve<PresenceHub>('hub').join(socket));
server.listen(Number(process.env.PORT), '127.0.0.1');
