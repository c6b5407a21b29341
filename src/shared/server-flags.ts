/**
 * How the language server's process is started: a young generation of some megabytes is enough for it, as an analysis
 * leaves nothing behind (https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib).
 */
export const SERVER_FLAGS: readonly string[] = ['--max-semi-space-size=8'];

/** On Linux every thread's heap keeps what it once had; one for all keeps it once (mallopt(3)). */
export const SERVER_ENVIRONMENT: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' };
