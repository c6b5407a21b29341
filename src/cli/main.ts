import { EXIT, type Terminal } from './command.js';
import { runCommandLine } from './run.js';

const terminal: Terminal = {
  cwd: process.cwd(),
  colour: process.stdout.isTTY && !process.env['NO_COLOR'],
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

// A reader that has seen enough (`| head`) closes the pipe; that is no trouble of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? undefined : EXIT.trouble);
});

void runCommandLine(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
