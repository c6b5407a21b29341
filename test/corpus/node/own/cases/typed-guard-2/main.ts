import { createServer } from 'node:http';
import { guard } from './guard';

const server = createServer((_request, response) => response.end('plain\n'));
guard(server, new Set([process.env.TOKEN ?? 'letmein']));
server.listen(Number(process.env.PORT));
