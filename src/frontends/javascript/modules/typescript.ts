import type ts from 'typescript';

export type TypeScript = typeof ts;

let loading: Promise<TypeScript> | undefined;

/** TypeScript, which the parser has loaded anyway. */
export function loadTypeScript(): Promise<TypeScript> {
  loading ??= import('typescript').then((module) => module.default);
  return loading;
}
