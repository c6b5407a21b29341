import type { TSESTree } from '@typescript-eslint/types';

/**
 * What a compiler's helper stands for in the source it was made from.
 *
 * - `awaiter`, `asyncFunction`: an asynchronous function, its `await`s written as `yield`s
 * - `asyncGenerator`: one that also yields; `awaiting` is around what it awaits
 * - `namespace`: what an import gives of a CommonJS module
 * - `exports`, `exportStar`: what a module gives
 * - `get`, `set`, `add`, `method`: a private name, kept in a WeakMap
 * - `property`: a field of a class
 * - `inherits`, `class`: a class as a function with methods on its prototype
 * - `optionalChain`, `nullish`: `a?.b` and `a ?? b`
 * - `spread`, `assign`: `[...a, ...b]` and `{ ...a, ...b }`
 * - `first`: its first argument
 * - `iterate`, `iterateAwaited`: the iterator of a `for … of`, written out
 * - `nothing`: what does nothing to a socket
 * - `unseen`: what is not read: iterators, generators and `using` written out
 */
export type Meaning =
  | 'awaiter'
  | 'asyncFunction'
  | 'asyncGenerator'
  | 'awaiting'
  | 'namespace'
  | 'exports'
  | 'exportStar'
  | 'get'
  | 'set'
  | 'add'
  | 'method'
  | 'property'
  | 'inherits'
  | 'class'
  | 'optionalChain'
  | 'nullish'
  | 'spread'
  | 'assign'
  | 'first'
  | 'iterate'
  | 'iterateAwaited'
  | 'nothing'
  | 'unseen';

/** The helpers of tslib (TypeScript), esbuild, Babel, SWC and Sucrase. */
const NAMES: Readonly<Record<Meaning, string>> = {
  awaiter: '__awaiter __async',
  asyncFunction: '_asyncToGenerator _async_to_generator',
  asyncGenerator: '__asyncGenerator',
  awaiting: '__await',
  namespace:
    '__toESM __importDefault __importStar _interopRequireDefault _interopRequireWildcard ' +
    '_interop_require_default _interop_require_wildcard',
  exports: '__export _export',
  exportStar: '__exportStar _export_star __reExport',
  get:
    '__classPrivateFieldGet __privateGet __privateWrapper _classPrivateFieldGet _class_private_field_get ' +
    '_class_private_field_update',
  set: '__classPrivateFieldSet __privateSet _classPrivateFieldSet _class_private_field_set',
  add: '__privateAdd _classPrivateFieldInitSpec _class_private_field_init',
  method: '__privateMethod _class_private_method_get _assertClassBrand',
  property: '__publicField _defineProperty _define_property',
  inherits: '__extends _inherits _inheritsLoose _inherits_loose',
  class: '_createClass _create_class',
  optionalChain: '_optionalChain _asyncOptionalChain',
  nullish: '_nullishCoalesce _asyncNullishCoalesce',
  spread: '__spreadArray __spreadArrays __spread _toConsumableArray _to_consumable_array',
  assign: '__assign _extends _objectSpread _object_spread _object_spread_props __spreadValues __spreadProps',
  first:
    '__name __toCommonJS __read __rest __objRest _objectWithoutProperties _object_without_properties _slicedToArray ' +
    '_sliced_to_array _assertThisInitialized _assert_this_initialized',
  iterate: '__values _ts_values',
  iterateAwaited: '__asyncValues __forAwait _asyncIterator _async_iterator',
  nothing:
    '__param __metadata _ts_metadata _ts_param __decorate _ts_decorate _classCallCheck _class_call_check ' +
    '_checkPrivateRedeclaration',
  unseen:
    '__generator _ts_generator __asyncDelegator __yieldStar _wrapAsyncGenerator ' +
    '_wrap_async_generator ' +
    '_createForOfIteratorHelper _createForOfIteratorHelperLoose __addDisposableResource __disposeResources ' +
    '_callSuper _call_super _createSuper _create_super ' +
    '__using __callDispose _usingCtx __esDecorate __runInitializers',
};

const MEANINGS = new Map(
  Object.entries(NAMES).flatMap(([meaning, names]) =>
    names.split(' ').map((name) => [name, meaning as Meaning] as const),
  ),
);

const ANY = new RegExp(`(?<![\\w$])(?:${[...MEANINGS.keys()].join('|')})\\d*(?![\\w$])`);

/** Whether a text has a helper at all. */
export function hasHelpers(text: string): boolean {
  return ANY.test(text);
}

/** Names that a minifier gave to helpers: `var e = this && this.__awaiter || function …`. */
export type Aliases = Map<string, string>;

/** What is called, if that is a helper: `__awaiter(…)`, `tslib_1.__awaiter(…)`, `(0, _asyncToGenerator2.default)(…)`. */
export function meaningOf(callee: TSESTree.Node, aliases: Aliases): Meaning | undefined {
  const name = helperName(callee);
  if (name === undefined) return undefined;
  return MEANINGS.get(aliases.get(name) ?? name) ?? MEANINGS.get(name.replace(/\d+$/, ''));
}

function helperName(callee: TSESTree.Node): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'SequenceExpression')
    return helperName(callee.expressions[callee.expressions.length - 1] ?? callee);
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return undefined;
  const { name } = callee.property;
  return name === 'default' || name === '_' ? helperName(callee.object) : name;
}

/** `var __awaiter = (this && this.__awaiter) || …`, whatever the variable is called. */
export function aliasIn({
  id,
  init,
}: TSESTree.VariableDeclarator): [readonly [alias: string, name: string]] | undefined {
  if (
    id.type !== 'Identifier' ||
    init?.type !== 'LogicalExpression' ||
    init.left.type !== 'LogicalExpression'
  )
    return undefined;
  const { right } = init.left;
  const name = right.type === 'MemberExpression' ? helperName(right) : undefined;
  return name !== undefined && MEANINGS.has(name) ? [[id.name, name]] : undefined;
}
