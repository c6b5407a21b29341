import type { TSESTree } from '@typescript-eslint/types';
import type { Parsed } from '../parse.js';
import { importedNames, moduleName } from './imported-names.js';
import { classesIn, declaredType, paramType, returnType } from './jsdoc.js';
import { FETCH, type TypeOracle } from './type-oracle.js';

/** What the file itself says: TypeScript annotations, else JSDoc. */
export const annotations: TypeOracle = {
  ofName(name, file) {
    const { typeAnnotation } = name;
    return typeAnnotation ? classesOf(typeAnnotation.typeAnnotation, file) : documented(name, file);
  },
  ofField({ typeAnnotation }, file) {
    return typeAnnotation ? classesOf(typeAnnotation.typeAnnotation, file) : [];
  },
  ofResult(fn, file) {
    const declared = 'returnType' in fn ? fn.returnType : undefined;
    if (declared) return classesOf(declared.typeAnnotation, file);
    const type = mentionsDoc(file) ? returnType(fn, file) : undefined;
    return type === undefined ? [] : classesIn(type, (written) => qualified(written, file));
  },
};

function documented(name: TSESTree.Identifier, file: Parsed): readonly string[] {
  if (!mentionsDoc(file)) return [];
  const { parent } = name;
  const owner = parent.type === 'AssignmentPattern' ? parent.parent : parent;
  const type =
    owner.type === 'VariableDeclarator'
      ? declaredType(owner, file)
      : isFunction(owner)
        ? paramType(owner, name.name, file)
        : undefined;
  return type === undefined ? [] : classesIn(type, (written) => qualified(written, file));
}

function isFunction({ type }: TSESTree.Node): boolean {
  return (
    type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
  );
}

const documentedFiles = new WeakMap<Parsed, boolean>();

function mentionsDoc(file: Parsed): boolean {
  const known = documentedFiles.get(file) ?? /@(?:param|returns?|type)\b/.test(file.text);
  documentedFiles.set(file, known);
  return known;
}

/** The classes a type names; empty when a part of it is none that an import tells. */
function classesOf(type: TSESTree.TypeNode, file: Parsed): readonly string[] {
  switch (type.type) {
    case 'TSTypeReference': {
      const name = entityName(type.typeName);
      const found = name === undefined ? undefined : qualified(name, file);
      return found === undefined ? aliased(name, file) : [found];
    }
    case 'TSTypeQuery':
      return isFetch(type.exprName, file) ? [FETCH] : [];
    case 'TSImportType':
      return importedClass(type);
    case 'TSUnionType': {
      const parts = type.types.filter((part) => !isNothing(part)).map((part) => classesOf(part, file));
      return parts.every((part) => part.length > 0) ? parts.flat() : [];
    }
    default:
      return [];
  }
}

/** What a `type` of the same file stands for. */
function aliased(name: string | undefined, file: Parsed): readonly string[] {
  for (const statement of file.ast.body) {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (node?.type === 'TSTypeAliasDeclaration' && node.id.name === name)
      return node.typeAnnotation.type === 'TSTypeQuery' ? classesOf(node.typeAnnotation, file) : [];
  }
  return [];
}

/** `typeof fetch`, `typeof globalThis.fetch`: the global one, unless the file imports another. */
function isFetch(name: TSESTree.TSTypeQuery['exprName'], file: Parsed): boolean {
  if (name.type === 'TSImportType') return false;
  const written = entityName(name);
  return /^(?:(?:globalThis|global)\.)?fetch$/.test(written ?? '') && !importedNames(file).has('fetch');
}

function isNothing({ type }: TSESTree.TypeNode): boolean {
  return type === 'TSNullKeyword' || type === 'TSUndefinedKeyword';
}

function importedClass({ source, qualifier }: TSESTree.TSImportType): readonly string[] {
  const name = qualifier && entityName(qualifier);
  return name === undefined ? [] : [`${moduleName(source.value)}.${name}`];
}

function entityName(name: TSESTree.EntityName): string | undefined {
  if (name.type === 'Identifier') return name.name;
  if (name.type !== 'TSQualifiedName') return undefined;
  const left = entityName(name.left);
  return left === undefined ? undefined : `${left}.${name.right.name}`;
}

/** `Server` or `http.Server` as the file's imports have it. */
function qualified(written: string, file: Parsed): string | undefined {
  const [head = '', ...rest] = written.split('.');
  const imported = importedNames(file).get(head);
  return imported === undefined ? undefined : [imported, ...rest].join('.');
}
