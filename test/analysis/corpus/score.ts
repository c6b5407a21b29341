import { isRight, type Report, type Verdict } from './judge.js';
import { programs, type Program } from './program.js';
import { verdictOn } from './reports.js';

/** How good the reports on one set of programs are, counted by program. */
export interface Score {
  readonly set: string;
  readonly leaking: number;
  readonly clean: number;
  /** Leaking programs reported at the right place. */
  readonly found: number;
  /** Clean programs with a report. */
  readonly falseAlarms: number;
  readonly recall: number;
  readonly precision: number;
}

/** The verdicts on all programs whose id contains `filter`. */
export async function verdicts(filter = ''): Promise<Verdict[]> {
  const result: Verdict[] = [];
  for (const program of programs().filter(({ id }) => id.includes(filter))) {
    result.push(await verdictOn(program));
  }
  return result;
}

export function setOf({ id }: Program): string {
  return id.slice(0, id.indexOf('/'));
}

export function scores(all: readonly Verdict[]): Score[] {
  const sets = new Set(all.map(({ program }) => setOf(program)));
  return [...sets].map((set) =>
    scoreOf(
      set,
      all.filter(({ program }) => setOf(program) === set),
    ),
  );
}

function scoreOf(set: string, all: readonly Verdict[]): Score {
  const leaking = all.filter(({ program }) => program.label.leaks);
  const clean = all.filter(({ program }) => !program.label.leaks);
  const found = leaking.filter(isRight).length;
  const falseAlarms = clean.filter((verdict) => !isRight(verdict)).length;
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
  return {
    set,
    leaking: leaking.length,
    clean: clean.length,
    found,
    falseAlarms,
    recall: share(found, leaking.length),
    precision: share(found, found + falseAlarms),
  };
}

/** A verdict that is not as it should be, in lines for a person. */
export function complaint(verdict: Verdict): string | undefined {
  const { program, strays } = verdict;
  const { leaks, guilty, mechanism } = program.label;
  const lines: string[] = [];
  const wanted = guilty.map(({ line, file }) => `${file ?? ''}:${line}`).join(' ');
  if (leaks && !isRight(verdict)) lines.push(`MISS   ${program.id} ${wanted} (${mechanism})`);
  const word = leaks ? 'stray ' : 'FALSE ';
  for (const report of strays) lines.push(`${word} ${program.id}${place(report)}`);
  return lines.length > 0 ? lines.join('\n') : undefined;
}

function place({ line, finding }: Report): string {
  return `:${line} ${finding.rule} ${finding.message}`;
}
