import { EXIT, type Terminal } from './command.js';
import { runCommandLine } from './run.js';

const { stdout } = process;
const terminal: Terminal = {
  cwd: process.cwd(),
  colour: stdout.isTTY && !process.env['NO_COLOR'],
  ...(stdout.isTTY ? { size: () => ({ columns: stdout.columns, rows: stdout.rows }) } : {}),
  out: (text) => void stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

// A reader that has seen enough (`| head`) closes the pipe; that is no trouble of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? undefined : EXIT.trouble);
});

void runCommandLine(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
