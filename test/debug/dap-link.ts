import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';

/** The two directions of a connection with a debug adapter. */
export interface DapLink {
  readonly input: Writable;
  readonly output: Readable;
  /** Ends the adapter, where it is ours to end. */
  end(): Promise<void>;
}

/** Starts an adapter that speaks on its standard streams. */
export function spawned(command: string, args: readonly string[] = []): DapLink {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const end = async (): Promise<void> => {
    // Some end with their session.
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  return { input: child.stdin, output: child.stdout, end };
}

/** Starts an adapter that connects to an address of ours, which is put into its arguments. */
export async function dialling(
  command: string,
  args: (address: string) => readonly string[],
): Promise<DapLink> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const adapter = spawned(command, args(`127.0.0.1:${port}`));
  const [socket] = (await once(server, 'connection')) as [Socket];
  server.close();
  // An adapter that ends takes the connection with it; the requests tell.
  socket.on('error', () => undefined);
  return { input: socket, output: socket, end: () => adapter.end() };
}

/** Connects to an adapter that listens; it ends with its program. */
export async function listening(port: number): Promise<DapLink> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const end = (): Promise<void> => {
    socket.destroy();
    return Promise.resolve();
  };
  return { input: socket, output: socket, end };
}
