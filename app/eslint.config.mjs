// What eslint checks in app/ and tools/publish: all that typescript-eslint's strict preset finds with the types, and React's
// rules of hooks. Whether everyone can use the page is checked where it is shown, by axe in its tests. Every rule that is off,
// or less than strict, has its reason beside it.
import js from '@eslint/js';
import comments from '@eslint-community/eslint-plugin-eslint-comments/configs';
import hooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
  // written by vite and pack.mjs; by `cargo xtask client`
  { ignores: ['dist/', 'src/generated/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  comments.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'array-callback-return': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      // a rule is switched off on a line only with a reason behind `--`
      '@eslint-community/eslint-comments/require-description': 'error',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        console: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        setInterval: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [ts.configs.strictTypeChecked, hooks.configs.flat['recommended-latest']],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', '../tools/publish/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // a method is a property: its parameters are compared strictly, and it may be handed on without its object
      '@typescript-eslint/method-signature-style': 'error',
      '@typescript-eslint/prefer-optional-chain': 'error',
      '@typescript-eslint/require-array-sort-compare': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // what may be undefined is not written out; a number is, and a pattern where a test fails
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        {
          allowAny: false,
          allowBoolean: false,
          allowNever: false,
          allowNullish: false,
          allowNumber: true,
          allowRegExp: true,
        },
      ],
      // a name that begins with _ is taken out of an object, or stands before one that is needed
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      // a spread text is its code points, which is what is meant
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // with noUncheckedIndexedAccess every index needs `!` where its bound stands beside it
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `return say(…)` ends a handler in one line; a promise that would be lost is found by no-misused-promises
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // a type parameter used once names what a file or an account contains
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // an async function turns what it throws into a rejection, and is what a type of the table wants
      '@typescript-eslint/require-await': 'off',
      // these two say only what React's compiler leaves alone, and it is not used here
      'react-hooks/incompatible-library': 'off',
      'react-hooks/preserve-manual-memoization': 'off',
    },
  },
  {
    files: ['test/**/*.ts', '../app/test/**/*.ts'],
    rules: {
      // what beforeAll sets is undefined where that failed; afterAll cleans up nevertheless
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `expect.any` and the like have the type any
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // an undefined value in a message only appears when the assertion fails anyway
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNullish: true, allowArray: true }],
      // wallets throw values that are not Errors; the test doubles imitate that
      '@typescript-eslint/only-throw-error': 'off',
      // two spaces between the columns of a command's answer are seen as two
      'no-regex-spaces': 'off',
    },
  },
);
