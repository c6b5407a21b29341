import type { Finding } from '../../../src/shared/finding.js';
import { labelPath, type Guilty, type Program } from './program.js';

/** A finding with the place a person reads. */
export interface Report {
  /** Absolute path. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly finding: Finding;
  /** The lines of the finding's evidence that say where the socket was opened or what happens to it. */
  readonly evidenceLines: readonly number[];
}

/** Lines a report may be away from a guilty line. */
const NEAR = 3;

/** What the reports on one program amount to. */
export interface Verdict {
  readonly program: Program;
  /** Reports at a guilty place, or at an earlier step of the same socket whose path leads there. */
  readonly hits: readonly Report[];
  /** Reports away from every guilty place. */
  readonly strays: readonly Report[];
}

/** True for a program that leaks and was reported at the right place, or is clean and was not reported. */
export function isRight({ program, hits, strays }: Verdict): boolean {
  return program.label.leaks ? hits.length > 0 : strays.length === 0;
}

export function judge(program: Program, reports: readonly Report[]): Verdict {
  const hits = reports.filter((report) => isHit(program, report));
  return { program, hits, strays: reports.filter((report) => !hits.includes(report)) };
}

/**
 * A report is right within three lines of a guilty line, within a guilty scope, or at the creation of the same socket:
 * then its evidence starts at the report, or leads to the guilty place.
 */
function isHit(program: Program, report: Report): boolean {
  const [creation] = report.evidenceLines;
  if (program.label.leaks && report.line === creation) return true;
  const path = labelPath(program, report.path);
  const here = program.label.guilty.filter(({ file }) => (file ?? program.label.file) === path);
  return here.some(
    (guilty) => isAt(report.line, guilty) || report.evidenceLines.some((line) => isAt(line, guilty)),
  );
}

function isAt(line: number, { line: guilty, scope }: Guilty): boolean {
  if (Math.abs(line - guilty) <= NEAR) return true;
  return scope !== undefined && line >= scope[0] && line <= scope[1];
}
