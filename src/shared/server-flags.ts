/**
 * How the language server's process is started: a young generation of a few megabytes is enough for it, as an analysis
 * leaves nothing behind (https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib); and V8 compiles the parser's
 * WebAssembly once, not again for speed (https://v8.dev/docs/wasm-compilation-pipeline), which would take 150 MB more for a
 * grammar of which little is run.
 */
export const SERVER_FLAGS: readonly string[] = [
  '--max-semi-space-size=4',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
];

/** On Linux every thread's heap keeps what it once had; one for all keeps it once (mallopt(3)). */
export const SERVER_ENVIRONMENT: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' };
