import tseslint from 'typescript-eslint';

/** The folders of src in the order of import: each may import only from those before it. */
const ORDER = [
  'shared',
  'lifecycle',
  'frontends',
  'rules',
  'analysis',
  'eslint',
  'cli',
  'server',
  'sampler',
  'debug',
  'panel',
  'webview',
  'extension',
];

/** What the order does not say: the command line is the sampler's host too, and a webview sees only plain data. */
const MORE = { cli: ['sampler'] };
const ONLY = { webview: ['shared'] };

function mayImport(folder) {
  return ONLY[folder] ?? [...ORDER.slice(0, ORDER.indexOf(folder)), ...(MORE[folder] ?? [])];
}

/** The lint rule that keeps one folder of src to its place in the order. */
function importOrder(folder) {
  const allowed = [folder, ...mayImport(folder)];
  const forbidden = ORDER.filter((other) => !allowed.includes(other));
  if (forbidden.length === 0) return { files: [`src/${folder}/**/*.ts`] };
  const regex = `^(\\.\\./)+(${forbidden.join('|')})/`;
  const message = `src/${folder} may import only from ${allowed.join(', ')}.`;
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
  };
}

const numbersInText = { allowNumber: true };

export default tseslint.config(
  { ignores: ['dist/', 'examples/', 'test/corpus/', 'node_modules/', '**/fixtures/'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', numbersInText],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 4],
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  ORDER.map(importOrder),
  {
    // A node's type is an enum whose values are the names: comparing with the names is how ESTree is read.
    files: ['src/frontends/javascript/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-enum-comparison': 'off' },
  },
  {
    // A command line writes to the terminal.
    files: ['src/cli/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // A `describe` is as long as its cases.
    files: ['test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
  {
    files: ['scripts/**/*.mjs', '*.mjs'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    rules: { 'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }] },
  },
);
