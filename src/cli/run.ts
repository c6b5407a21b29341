import { version } from '../../package.json';
import { type Command, CommandError, EXIT, type ExitCode, type Terminal } from './command.js';
import { COMMANDS } from './commands.js';

/** Runs one command line (without the interpreter and the program); every trouble ends as one sentence. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    terminal.err(`closewait: ${sentenceOf(error)}\n`);
    return EXIT.trouble;
  }
}

async function dispatch([word, ...args]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (word === '--version' || word === '-v') return say(terminal, `${version}\n`);
  if (word === '--help' || word === '-h' || word === 'help') return say(terminal, await overview());
  if (word === undefined) throw new CommandError('say what to do, for example: closewait check src');
  const load = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (!load) throw new CommandError(`there is no command "${word}"; see closewait --help.`);
  const command = await load();
  if (asksForHelp(args)) return say(terminal, `${usageOf(command)}\n\n${command.options}\n`);
  return command.run(args, terminal);
}

function say(terminal: Terminal, text: string): ExitCode {
  terminal.out(text);
  return EXIT.clean;
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === '--help' || arg === '-h');
}

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const lines = commands.map(({ usage, summary }) => `  closewait ${usage}\n      ${summary}`);
  const rest = '  closewait COMMAND --help\n      The options of a command.\n  closewait --version';
  return `Finds sockets your code forgets to close.\n\n${lines.join('\n')}\n${rest}\n`;
}

function usageOf({ usage, summary }: Command): string {
  return `closewait ${usage}\n\n${summary}`;
}

/** A known trouble in its own words; of Node's argument parser only the first sentence, the rest is advice for its API. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isArgument = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const [first = error.message] = isArgument ? error.message.split(/\.\s/) : [error.message];
  return first.endsWith('.') ? first : `${first}.`;
}
