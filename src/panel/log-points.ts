import * as vscode from 'vscode';
import { LOG_MARK, type LogPoint } from '../debug/open-log.js';
import type { SetLogPoints } from '../debug/open-logger.js';

/** Adds log points to the user's own breakpoints, which VS Code sends to the debugger with them. */
export const setLogPoints: SetLogPoints = (points) => {
  const taken = new Set(vscode.debug.breakpoints.map(placeOf));
  const own = points.map(breakpointOf).filter((each) => !taken.has(placeOf(each)));
  vscode.debug.addBreakpoints(own);
  return {
    count: own.length,
    remove: () => {
      vscode.debug.removeBreakpoints(own);
    },
  };
};

/** VS Code keeps breakpoints: those of a window that was closed while it logged come back, and are removed. */
export function removeStaleLogPoints(): vscode.Disposable {
  const remove = (breakpoints: readonly vscode.Breakpoint[]): void => {
    const stale = breakpoints.filter((each) => each.logMessage?.startsWith(LOG_MARK) === true);
    if (stale.length > 0) vscode.debug.removeBreakpoints(stale);
  };
  remove(vscode.debug.breakpoints);
  // They are told of a moment after the start; no session can have added one before it has begun.
  const told = vscode.debug.onDidChangeBreakpoints(({ added }) => {
    if (vscode.debug.activeDebugSession === undefined) remove(added);
  });
  return told;
}

function breakpointOf({ file, line, message }: LogPoint): vscode.SourceBreakpoint {
  const at = new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, 0));
  return new vscode.SourceBreakpoint(at, true, undefined, undefined, message);
}

function placeOf(breakpoint: vscode.Breakpoint): string {
  if (!(breakpoint instanceof vscode.SourceBreakpoint)) return breakpoint.id;
  const { uri, range } = breakpoint.location;
  return `${uri.toString()}:${range.start.line}`;
}
