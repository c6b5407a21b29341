import { dirname, normalize } from 'node:path';
import type { CompilerOptions } from 'typescript';
import type { Workspace } from '../../front-end.js';
import { configOf, type ProjectConfig } from './project-config.js';
import type { TypeScript } from './typescript.js';

/**
 * Finds the project's own files by the names it gives them beside relative paths: `paths` and `baseUrl` of its tsconfig,
 * `imports` (`#lib/x`) and `exports` of its package.json. TypeScript resolves; packages from outside are never looked for.
 */
export class OwnModules {
  private readonly configs = new Map<string, ProjectConfig>();

  constructor(
    private readonly workspace: Workspace,
    private readonly ts: TypeScript,
  ) {}

  /** The absolute path of the file that a name stands for, or undefined when it is no own name. */
  find(specifier: string, from: string): string | undefined {
    const config = this.configFor(from);
    if (!isOwn(specifier, config)) return undefined;
    const { resolvedModule } = this.ts.resolveModuleName(specifier, from, this.options(config), this.host());
    return resolvedModule && normalize(sourceOf(resolvedModule.resolvedFileName));
  }

  private configFor(path: string): ProjectConfig {
    const folder = dirname(path);
    const config = this.configs.get(folder) ?? configOf(path, this.workspace, this.ts);
    this.configs.set(folder, config);
    return config;
  }

  private options({ options }: ProjectConfig): CompilerOptions {
    const { ModuleKind, ModuleResolutionKind } = this.ts;
    return {
      ...options,
      allowJs: true,
      module: ModuleKind.ESNext,
      moduleResolution: ModuleResolutionKind.Bundler,
      customConditions: ['node'],
    };
  }

  private host(): Parameters<TypeScript['resolveModuleName']>[3] {
    return {
      fileExists: (path) => this.workspace.read(path) !== undefined,
      readFile: (path) => this.workspace.read(path),
      directoryExists: (path) => !/[\\/]node_modules$/.test(path),
    };
  }
}

function isOwn(specifier: string, { options, packageName }: ProjectConfig): boolean {
  if (specifier.startsWith('#')) return true;
  if (specifier === packageName || specifier.startsWith(`${packageName ?? '#'}/`)) return true;
  if ('baseUrl' in options) return true;
  return Object.keys(options.paths ?? {}).some((pattern) => matches(pattern, specifier));
}

/** A pattern of `paths` has at most one `*`. */
function matches(pattern: string, specifier: string): boolean {
  const [head = '', tail] = pattern.split('*');
  if (tail === undefined) return pattern === specifier;
  return specifier.length >= pattern.length - 1 && specifier.startsWith(head) && specifier.endsWith(tail);
}

/** The source beside a declaration file. */
function sourceOf(path: string): string {
  return path.replace(/\.d\.([cm]?)ts$/, '.$1js');
}
