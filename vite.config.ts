// How the console is built and served: plain Vite, plus the security headers and, in development, the sandbox.
import { readFile } from 'node:fs/promises'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type UserConfig } from 'vite'
import { configDefaults } from 'vitest/config'
import { sandbox } from './e2e/sandbox/vite.ts'
import { originsOf, parseConfig } from './src/config.ts'
import { headersFile, metaPolicy, nginxFile } from './src/headers.ts'

const port = Number(process.env['PORT'] ?? 4173)

/** Writes the header files and the fallback policy of a build. */
function headers(): Plugin {
  return {
    name: 'gatehouse:headers',
    transformIndexHtml: {
      order: 'pre',
      handler: (_html, { server }) =>
        // The dev server injects inline scripts and styles; a build has none.
        server
          ? []
          : [
              {
                tag: 'meta',
                attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy() },
                injectTo: 'head-prepend',
              },
            ],
    },
    async generateBundle() {
      const config = parseConfig(JSON.parse(await readFile('public/config.json', 'utf8')))
      const origins = originsOf(config)
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile(origins) })
      this.emitFile({ type: 'asset', fileName: 'nginx-headers.conf', source: nginxFile(origins) })
    },
  }
}

/**
 * The published bundle of auth0-react carries a second copy of the SDK (63 kB gzip) and does not export its client class. Its
 * own sources, shipped beside it, import the SDK that we pin; this takes those.
 */
function oneAuth0Sdk(): Plugin {
  const id = '\0auth0-react'
  return {
    name: 'gatehouse:one-auth0-sdk',
    enforce: 'pre',
    resolveId: (source) => (source === '@auth0/auth0-react' ? id : undefined),
    load: (asked) =>
      asked === id
        ? ['auth0-provider.tsx as Auth0Provider', 'use-auth0.tsx as useAuth0']
            .map((line) => line.split(' as '))
            .map(([file, name]) => `export { default as ${name} } from '@auth0/auth0-react/src/${file}'`)
            .join('\n')
        : undefined,
  }
}

/** The embedded database reads these beside its own module (`new URL('./pglite.wasm', import.meta.url)`). */
function embeddedDatabase(): Plugin {
  const folder = new URL('node_modules/@electric-sql/pglite/dist/', import.meta.url)
  return {
    name: 'gatehouse:embedded-database',
    async generateBundle() {
      for (const fileName of ['pglite.wasm', 'pglite.data', 'initdb.wasm'])
        this.emitFile({ type: 'asset', fileName, source: await readFile(new URL(fileName, folder)) })
    },
  }
}

/** `vite build --ssr …`: the server of the gateway, whole, beside `dist/` and never inside of what is public. */
const server: UserConfig = {
  plugins: [embeddedDatabase()],
  build: {
    outDir: '.gateway',
    copyPublicDir: false,
    target: 'node20',
    // All in one folder, where what is loaded by address is found.
    rolldownOptions: {
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      // The loader that Emscripten gives every program has one, for programs that ask for it; the embedded database does not.
      checks: { eval: false },
    },
  },
  ssr: { noExternal: true },
}

const console: UserConfig = {
  plugins: [sandbox(), headers(), oneAuth0Sdk(), react()],
  server: { port, strictPort: true, host: 'localhost' },
  preview: { port, strictPort: true, host: 'localhost' },
  build: {
    target: 'es2023',
    // No data: URLs, so that the policy need not allow them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One sheet of 6 kB beats a dozen requests.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs and what changes only with a dependency; what only some pages use travels with them.
            {
              name: 'vendor',
              test: /node_modules\/(react|react-dom|scheduler|react-router|cookie|@tanstack\/(react-query|query-core)|valibot)\/(?!.*(queriesObserver|useQueries|infiniteQueryObserver|nfiniteQuery\.))/,
            },
            // What nearly every page needs of ours to be drawn. Dialogs and forms are used by many pages, but by none at first.
            {
              name: 'core',
              test: /\/src\/(?!ui\/(dialog|form|confirm|leave-guard|field-frame|validity|working|check|chips|few|sticky-bar|overlay|link-list)\.|pages\/(access|credentials|members|permissions|lockout|bulk)|directory\/lockout)/,
              minShareCount: 6,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts'],
    exclude: [...configDefaults.exclude],
    testTimeout: 20_000,
    // Most of their time goes into waiting for what lags or is delayed on purpose.
    maxWorkers: 3,
  },
}

export default defineConfig(({ isSsrBuild }) => (isSsrBuild ? server : console))
