import * as l10n from '@vscode/l10n';
import { fieldsOf } from './session.js';

const LOCAL_NAMES = new Set(['', 'localhost', '127.0.0.1', '::1', '[::1]', '0.0.0.0', '::', '*']);

/**
 * The host a launch configuration points to when it is not this one; `another host` when it does not name it.
 * The adapters' own flag is no proof: debugpy, delve and lldb-dap 19 call every process local.
 */
export function remoteHost(
  type: string,
  configuration: Readonly<Record<string, unknown>>,
): string | undefined {
  const host = hostsOf(type, configuration).find((name) => !isLocalName(name));
  return host ?? (isElsewhere(configuration) ? l10n.t('another host') : undefined);
}

function hostsOf(type: string, configuration: Readonly<Record<string, unknown>>): string[] {
  const { address, websocketAddress, connect, listen, hostName, host, miDebuggerServerAddress, target } =
    configuration;
  const values = [
    address,
    hostOfUrl(websocketAddress),
    fieldsOf(connect)['host'],
    fieldsOf(listen)['host'],
    hostName,
    // `host` is the adapter's own address for Go unless it attaches to a running one.
    type === 'go' && configuration['mode'] !== 'remote' ? undefined : host,
    hostOfAddress(miDebuggerServerAddress),
    type === 'gdb' ? hostOfAddress(target) : undefined,
    configuration['gdb-remote-hostname'],
  ];
  return values.filter((value) => typeof value === 'string');
}

/** Settings that by themselves say that the program runs behind another transport. */
function isElsewhere(configuration: Readonly<Record<string, unknown>>): boolean {
  const { pipeTransport, useExtendedRemote, remoteRoot } = configuration;
  return pipeTransport !== undefined || useExtendedRemote === true || typeof remoteRoot === 'string';
}

function isLocalName(name: string): boolean {
  return LOCAL_NAMES.has(name.toLowerCase()) || /^127\.\d+\.\d+\.\d+$/.test(name);
}

function hostOfUrl(value: unknown): string | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value).hostname : undefined;
}

/** The host of `host:port`, `:port` or `[v6]:port`; a path or a serial device has none. */
function hostOfAddress(value: unknown): string | undefined {
  return typeof value === 'string' ? /^(?:tcp:)?(.*):\d+$/.exec(value)?.[1] : undefined;
}
