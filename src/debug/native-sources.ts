import { within } from './node-identity.js';
import { fieldsOf, type Session } from './session.js';

const TIMEOUT_MS = 3_000;

/** Types of adapters that debug programs compiled from C and C++. */
const NATIVE_TYPES = new Set(['lldb-dap', 'lldb', 'cppdbg', 'gdb']);

/** Whether the session debugs a compiled program. */
export function isNativeSession({ type }: Pick<Session, 'type'>): boolean {
  return NATIVE_TYPES.has(type);
}

/**
 * Absolute paths of the source files that the program of a session was compiled from: by lldb-dap's `compileUnits` from
 * the debug information, else the files beside the program that have its name. Never rejects.
 */
export async function nativeSources(session: Session): Promise<readonly string[]> {
  const { program } = session.configuration;
  if (typeof program !== 'string') return [];
  const told = session.type === 'lldb-dap' ? await compileUnits(session, program).catch(() => []) : [];
  return told.length > 0 ? told : namesakes(program);
}

/** Works while the program runs. */
async function compileUnits(session: Session, program: string): Promise<string[]> {
  const { modules } = fieldsOf(await within(TIMEOUT_MS, session.request('modules', {})));
  const own = listOf(modules).find(({ path }) => path === program) ?? listOf(modules)[0];
  if (own?.['id'] === undefined) return [];
  const answer = await within(TIMEOUT_MS, session.request('compileUnits', { moduleId: own['id'] }));
  return listOf(fieldsOf(answer)['compileUnits'])
    .map(({ compileUnitPath }) => compileUnitPath)
    .filter((path) => typeof path === 'string');
}

function listOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function namesakes(program: string): string[] {
  const stem = program.replace(/\.(exe|out)$/i, '');
  return ['.c', '.cc', '.cpp', '.cxx'].map((extension) => stem + extension);
}
