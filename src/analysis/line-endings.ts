/** A text to be inserted, with the line endings of the text around it (the first one decides). */
export function inLineEndingsOf(around: string, inserted: string): string {
  const plain = inserted.replaceAll('\r\n', '\n');
  const firstBreak = around.indexOf('\n');
  return firstBreak > 0 && around[firstBreak - 1] === '\r' ? plain.replaceAll('\n', '\r\n') : plain;
}
