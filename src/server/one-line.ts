/** An error in one line of a log: its message and where it came from. */
export function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [, frame = ''] = /\n\s+(at .*)/.exec(error.stack ?? '') ?? [];
  return `${error.message.replaceAll('\n', ' ')} ${frame}`.trim();
}
