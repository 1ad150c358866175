// The rules the dashboard's code is held to; a warning counts as a failure.
import js from '@eslint/js'
import globals from 'globals'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist', 'test-results', 'node_modules', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // Numbers in templates are how most labels here are made.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The router redirects by throwing what `redirect` returns; that is its documented way.
      '@typescript-eslint/only-throw-error': 'off',
      // `return refuse(…)` in a guard says that the story ends there.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // stompjs types its options as classes, and means plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}', 'mock/**', 'vite.config.ts'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
)
