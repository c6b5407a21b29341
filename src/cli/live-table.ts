import type { Sample } from '../shared/sample.js';
import type { Size, Terminal } from './command.js';

/** The alternate screen without a cursor, and back to what was there before (xterm's private modes 1049 and 25). */
const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
/** Home, then erase below (ECMA-48): redraws in place without flicker. */
const REDRAW = '\u001b[H\u001b[J';

/** Where samples are shown until the watch ends. */
export interface Display {
  show(sample: Sample): void;
  end(): void;
}

/** Draws each sample over the last, cut to the window; leaves the last one whole where the command was typed. */
export function onScreen(terminal: Terminal, size: () => Size, table: (sample: Sample) => string): Display {
  let last: string | undefined;
  return {
    show: (sample) => {
      if (last === undefined) terminal.out(ENTER);
      last = table(sample);
      terminal.out(REDRAW + cut(last, size()));
    },
    end: () => {
      if (last !== undefined) terminal.out(LEAVE + last);
    },
  };
}

/** Prints a table when it differs from the last in more than the ages. */
export function onChange(terminal: Terminal, table: (sample: Sample) => string): Display {
  let last: string | undefined;
  return {
    show: (sample) => {
      const ids = sample.closeWait.map((socket) => `${socket.id} ${socket.unreadBytes ?? ''}`).join('\n');
      if (ids !== last) terminal.out(`${table(sample)}\n`);
      last = ids;
    },
    end: () => undefined,
  };
}

/** One JSON object a line. */
export function asJson(terminal: Terminal): Display {
  return {
    show: (sample) => {
      terminal.out(`${JSON.stringify(sample)}\n`);
    },
    end: () => undefined,
  };
}

/** The first lines, each as wide as the window; the last line says how many are left out. */
function cut(text: string, { columns, rows }: Size): string {
  const lines = text.trimEnd().split('\n');
  const shown = lines.length <= rows ? lines : lines.slice(0, Math.max(1, rows - 1));
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… ${rest} more`] : [])].map((line) => line.slice(0, columns)).join('\n');
}
