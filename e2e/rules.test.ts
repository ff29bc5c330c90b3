// The rules of the repository that no compiler knows: which way imports go, what may stand where, and what a build may hold and
// weigh. Reads the sources and one build; runs nothing of the product.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { matchRoutes } from 'react-router'
import { build, parseSync, type Rolldown } from 'vite'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { paths } from '../src/paths.ts'
import { personaNames, personas } from './sandbox/personas.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (file: string) => readFileSync(root + file, 'utf8')
const list = (folder: string) =>
  readdirSync(root + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(root.length), entry.name))

const isCode = (file: string) => /\.tsx?$/.test(file)
const isTest = (file: string) => /\.test\.tsx?$|\/fake-[\w-]+\.ts$/.test(file)
const product = list('src').filter((file) => isCode(file) && !isTest(file))
const everything = [...list('src'), ...list('e2e')].filter(isCode)
const sources = new Map(everything.map((file) => [file, read(file)]))
const text = (file: string) => sources.get(file) ?? ''
/** Files among `files` whose text matches. */
const matching = (files: string[], pattern: RegExp) => files.filter((file) => pattern.test(text(file)))

type Edge = { from: string; to: string; lazy: boolean }

/** What a file imports or hands on: files by their path here, packages by name. Types count. */
function edgesOf(from: string): Edge[] {
  const { staticImports, staticExports, dynamicImports } = parseSync(from, text(from)).module
  const exported = staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest))
  const place = (name: string) => (name.startsWith('.') ? posix.join(posix.dirname(from), name) : name)
  const eager = [...staticImports.map(({ moduleRequest }) => moduleRequest), ...exported].flatMap((request) =>
    request ? [{ from, to: place(request.value), lazy: false }] : [],
  )
  const lazy = dynamicImports.map(({ moduleRequest: { start, end } }) => ({
    from,
    to: place(text(from).slice(start + 1, end - 1)),
    lazy: true,
  }))
  return [...eager, ...lazy]
}

const edges = product.flatMap(edgesOf)
const shown = ({ from, to, lazy }: Edge) => `${from} ${lazy ? 'loads' : 'imports'} ${to}`

describe('directions (design, section 6)', () => {
  const port =
    /^src\/directory\/(directory|model|credentials|key-material|public-key|rsa|der|delta|fetched|remembered|lost-answer|problem|grants|http|until|answer|settling|text-rule)\.ts$/
  // First match decides. `own` stands for the folder of the file itself.
  const rules: { who: RegExp; may: RegExp[]; own?: true }[] = [
    { who: /^src\/ui\//, may: [/^(react(-dom|-router)?|@tanstack\/react-virtual)$/], own: true },
    {
      who: /^src\/pages\//,
      may: [
        /^(react|react-router|@tanstack\/react-query|@tanstack\/react-virtual)$/,
        /^ics$/,
        /^src\/pages\/|^src\/ui\//,
        /^src\/(queries|access|paths|pages|platform|arrival|config|heading|use-session|use-scope)\.tsx?$/,
        /^src\/directory\/(directory|model|credentials|key-material|problem|grants|text-rule|delta|impact|lockout)\.ts$/,
        /^src\/session\/(session|keeper|failure|claims|id-token)\.ts$/,
      ],
    },
    { who: /^src\/directory\/[^/]+\//, may: [/^valibot$/, port], own: true },
    { who: /^src\/directory\//, may: [/^valibot$/, port] },
    {
      who: /^src\/session\/(auth0\.tsx|auth0-worker\.ts|zitadel\.ts)$/,
      may: [/^(@auth0\/.*|oidc-client-ts|react)$/, /^src\/session\//, /^src\/directory\/problem\.ts$/],
    },
    {
      who: /^src\/session\//,
      may: [/^(valibot|jose)$/, /^src\/session\/(?!auth0|zitadel)/, /^src\/directory\/problem\.ts$/],
    },
    {
      who: /^src\/gateway\/node\.ts$/,
      may: [/^[^.s@]|^@/, /^src\/(headers|config)\.ts$/],
      own: true,
    },
    { who: /^src\/gateway\//, may: [/^[^.s@]|^@/], own: true },
    // What the sandbox has for the product is the other way round.
    { who: /^src\/[^/]+$/, may: [/^(?!src\/|e2e\/)/, /^src\/(?!gateway\/)/] },
  ]
  test.each(product)('%s', (file) => {
    const rule = rules.find(({ who }) => who.test(file))
    const own = `${posix
      .dirname(file)
      .split('/')
      .slice(0, file.startsWith('src/directory') ? 3 : 2)
      .join('/')}/`
    const wrong = edgesOf(file).filter(
      ({ to }) => !rule?.may.some((pattern) => pattern.test(to)) && !(rule?.own && to.startsWith(own)),
    )
    expect(wrong.map(shown)).toEqual([])
  })

  test('adapters are only loaded, and only by platform.ts', () => {
    const adapter = /^src\/(session\/(auth0|zitadel)\.tsx?$|directory\/[^/]+\/directory\.ts$)/
    const uses = edges.filter(({ to }) => adapter.test(to))
    expect(uses.length).toBeGreaterThan(3)
    expect(uses.filter(({ from, lazy }) => from !== 'src/platform.ts' || !lazy).map(shown)).toEqual([])
  })

  test.each([
    ['@auth0/', ['src/session/auth0-worker.ts', 'src/session/auth0.tsx']],
    ['oidc-client-ts', ['src/session/zitadel.ts']],
    ['jose', ['src/session/verify.ts']],
  ])('%s: only in %j', (library, files) => {
    const users = edges.filter(({ to }) => to.startsWith(library)).map(({ from }) => from)
    expect([...new Set(users)].filter((user) => !user.startsWith('src/gateway/')).toSorted()).toEqual(files)
  })

  test('nothing of e2e, and no test, is imported by the product', () => {
    expect(edges.filter(({ to }) => to.startsWith('e2e/') || isTest(to)).map(shown)).toEqual([])
  })
})

describe('what stands where', () => {
  const shownFiles = product.filter((file) => /^src\/(pages|ui)\//.test(file))

  test('no page and no part of the interface names a vendor', () => {
    expect(matching(shownFiles, /auth0|zitadel|ktrlplane/i)).toEqual([])
  })

  test('no style asks for the neighbours of every element: each insertion would restyle what follows it', () => {
    const sheets = list('src').filter((file) => file.endsWith('.css'))
    expect(sheets.length).toBeGreaterThan(20)
    const comments = /\/\*[\s\S]*?\*\//g
    expect(sheets.filter((file) => /[+~]\s*\*/.test(read(file).replaceAll(comments, '')))).toEqual([])
  })

  test('no file has more than 400 lines', () => {
    const long = everything.filter((file) => text(file).trimEnd().split('\n').length > 400)
    expect(long.filter((file) => !/\/(personas|wire)\.ts$/.test(file))).toEqual([])
  })

  test('named exports only, but where a tool asks for the other', () => {
    const files = [...everything, 'vite.config.ts']
    const defaults = files.filter((file) => {
      const { staticExports } = parseSync(file, sources.get(file) ?? read(file)).module
      return staticExports.some(({ entries }) => entries.some((entry) => entry.exportName.kind === 'Default'))
    })
    expect(defaults.toSorted()).toEqual(['e2e/chromium.ts', 'e2e/playwright.config.ts', 'vite.config.ts'])
  })

  test('no file whose name says nothing', () => {
    expect(everything.filter((file) => /\/(index|utils?|helpers?|common|misc)\.tsx?$/.test(file))).toEqual([])
  })

  test('browser storage is used where the design says, and nowhere else', () => {
    const allowed = /^src\/(arrival|session\/(callback|session|tabs|zitadel)|ui\/theme)\.ts$/
    const users = matching(product, /\b(?:local|session)Storage\b|\bindexedDB\b|\bdocument\.cookie\b/)
    expect(users.filter((file) => !allowed.test(file))).toEqual([])
  })

  test('no text becomes markup or code', () => {
    const sinks =
      /dangerouslySetInnerHTML|\b(?:inner|outer)HTML\b|insertAdjacentHTML|srcdoc|document\.write|\beval\(|new Function\b/i
    expect(matching(product, sinks)).toEqual([])
  })

  test('the query cache is written nowhere (D16)', () => {
    expect(
      matching(product, /persist(?:er|QueryClient)|\bdehydrate\b|query-(?:sync|async)-storage/i),
    ).toEqual([])
  })

  test('nothing is left to do without saying why', () => {
    const open = everything.filter((file) => !file.endsWith('rules.test.ts'))
    expect(matching(open, /\b(?:TODO|FIXME|XXX)\b(?!\([^)]+\)|: \w+ \w+)/)).toEqual([])
  })
})

describe('the repository', () => {
  test('the top level is fixed', () => {
    const files = [
      'README.md',
      'index.html',
      'package-lock.json',
      'package.json',
      'tsconfig.json',
      'vite.config.ts',
    ]
    const found = readdirSync(root).filter((name) => !/^(\.|dist$|node_modules$)/.test(name))
    expect(found.toSorted()).toEqual([...files, 'e2e', 'public', 'src'].toSorted())
  })

  test('every dependency is one exact version, and the lockfile names no host', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'))
    const versions = Object.entries({ ...dependencies, ...devDependencies })
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([])
    expect(read('package-lock.json')).not.toMatch(/"resolved"/)
  })

  test('nothing that only tests need is a dependency of the product', () => {
    const { dependencies } = JSON.parse(read('package.json'))
    const used = new Set(edges.map(({ to }) => /^(?:@[^/]+\/)?[^/]+/.exec(to)?.[0]))
    expect(Object.keys(dependencies).filter((name) => !used.has(name))).toEqual([])
  })
})

describe('every page', () => {
  const browserTests = list('e2e')
    .filter((file) => file.endsWith('.e2e.ts') || file === 'e2e/steps.ts')
    .map(text)
    .join('\n')

  test('has a path function, and every path function leads to a page', async () => {
    // The modules behind the routes listen to these when they are loaded.
    vi.stubGlobal('document', new EventTarget())
    const { routes } = await import('../src/routes.tsx')
    const { pages } = await import('../src/pages.tsx')
    const all = routes({ platforms: [] }, Promise.resolve())
    const reached = Object.entries(paths).map(([name, make]) => {
      const address: unknown = Reflect.apply(make, undefined, ['x'])
      const matches = matchRoutes(all, String(address)) ?? []
      return { name, pattern: matches.flatMap(({ route }) => route.path ?? []).join('/') }
    })
    expect(reached.filter(({ pattern }) => pattern.includes('*'))).toEqual([])
    const under = pages.flatMap(({ path, children = [] }) => children.map((child) => `${path}/${child.path}`))
    const patterns = [...pages.map(({ path }) => path), ...under]
    expect(patterns.filter((pattern) => !reached.some((one) => one.pattern === pattern))).toEqual([])
  })

  // What draws a page or a dialog is seen by a browser test when one of its titles is spoken of there.
  const titles = (file: string) =>
    [...text(file).matchAll(/\b(?:title|label)=(?:"([^"]+)"|\{`([^`$]+))|\btitle: '([^']+)'/g)].map(
      ([, plain, template, entry]) => (plain ?? template ?? entry ?? '').trim(),
    )
  const whole = product.filter(
    (file) => file.startsWith('src/pages/') && /<(Page|Center|Dialog|Confirm|Door)\b/.test(text(file)),
  )
  const titled = whole.filter((file) => titles(file).length > 0)
  test.each(titled)('%s is seen by a browser test', (file) => {
    const seen = titles(file).filter((title) => title.length > 3 && browserTests.includes(title))
    expect(seen.length, `none of ${titles(file).join(' | ')} occurs in e2e/*.e2e.ts`).toBeGreaterThan(0)
  })

  test('and every member of the directory port is held to its promise', () => {
    const contract = everything
      .filter((file) => /^e2e\/contract[\w-]*\.test\.ts$/.test(file))
      .map(text)
      .join('\n')
    const port = text('src/directory/directory.ts') + text('src/directory/credentials.ts')
    const types = port.matchAll(/export type (?:\w*Directory|Place) = \{\n([\s\S]*?)\n\}/g)
    const members = [...types].flatMap(([, body = '']) =>
      [...body.matchAll(/^ {2}(\w+)\??[(:]/gm)].map(([, name]) => name),
    )
    expect(members).toContain('access')
    expect(members.filter((name) => !new RegExp(`\\b${name}\\b`).test(contract))).toEqual([])
  })
})

type Output = Rolldown.RolldownOutput['output']

/** Those of the big libraries that these chunks bring. */
function libraries(files: Rolldown.OutputChunk[]): string[] {
  const ids = files.flatMap(({ moduleIds }) => moduleIds)
  const all = ['oidc-client-ts', '@auth0', 'jose']
  return all.filter((name) => ids.some((id) => id.includes(`/node_modules/${name}/`)))
}

async function made(): Promise<Output> {
  // Vitest sets it to "test", and React would come in its development form.
  vi.stubEnv('NODE_ENV', 'production')
  const result = await build({ root, logLevel: 'silent', build: { write: false } }).finally(vi.unstubAllEnvs)
  if (!('output' in result)) throw new Error('Vite gave several builds or a watcher')
  return result.output
}

describe('the build', () => {
  let output: Output
  const chunks = () => output.filter((file) => file.type === 'chunk')
  const assets = () => output.filter((file) => file.type === 'asset')
  const content = (file: Output[number]) => (file.type === 'chunk' ? file.code : file.source)
  const kB = (files: Output[number][]) =>
    files.reduce((sum, file) => sum + gzipSync(content(file), { level: 9 }).length, 0) / 1000

  beforeAll(async () => {
    output = await made()
  }, 60_000)

  /** The chunks that a browser loads to run these modules: theirs, and what they import. */
  function closure(...modules: string[]): Rolldown.OutputChunk[] {
    const needed = new Set<Rolldown.OutputChunk>()
    const add = (chunk: Rolldown.OutputChunk | undefined): void => {
      if (!chunk || needed.has(chunk)) return
      needed.add(chunk)
      for (const name of chunk.imports) add(chunks().find(({ fileName }) => fileName === name))
    }
    for (const module of modules) {
      const chunk = chunks().find(({ moduleIds }) => moduleIds.includes(root + module))
      if (!chunk) throw new Error(`${module} is in no chunk`)
      add(chunk)
    }
    return [...needed]
  }

  const worker = () => assets().filter(({ fileName }) => fileName.includes('worker'))
  const entry = ['src/main.tsx', 'src/routes.tsx']
  const zitadelRoles = [
    ...entry,
    'src/session/zitadel.ts',
    'src/directory/zitadel/directory.ts',
    'src/pages/roles/roles.tsx',
  ]
  const auth0Session = [
    ...entry,
    'src/session/auth0.tsx',
    'src/directory/auth0/directory.ts',
    'src/pages/session/session.tsx',
  ]

  test('holds nothing of the sandbox, the tests or the gateway (D25)', () => {
    const modules = chunks().flatMap(({ moduleIds }) => moduleIds)
    const foreign = [`${root}e2e/`, `${root}src/gateway/`]
    expect(modules.filter((id) => isTest(id) || foreign.some((folder) => id.startsWith(folder)))).toEqual([])
    const people = personaNames.flatMap((name) => [personas[name].name, personas[name].email])
    const canaries = [...people, 'Unknown or invalid refresh token', 'kosmos-console', 'acme.example']
    const all = output.map((file) => Buffer.from(content(file)).toString()).join('\n')
    expect(canaries.filter((canary) => all.includes(canary))).toEqual([])
  })

  test('holds no source map, and no file that nobody asked for', () => {
    const names = output.map(({ fileName }) => fileName)
    const others = names.filter((name) => !/^assets\/[\w.-]+\.(js|css)$/.test(name))
    expect(others.toSorted()).toEqual(['_headers', 'index.html', 'nginx-headers.conf'])
    expect(chunks().filter(({ code }) => /^\/\/# sourceMappingURL=/m.test(code))).toEqual([])
  })

  const budgets: [string, () => Output[number][], number][] = [
    // 1.25 × the bare packages, and for the list 8 kB more: counts, selection, scopes and the rest of the port's abilities; for
    // accounts, tokens and keys 4 kB more: their traits, grants and reads, the count in the sidebar, the place for secrets; for a
    // directory whose roles are fixed and whose scopes lie in one another 2 kB more: its pages, rights that nobody has, what is absent.
    ['JavaScript up to the roles page, Zitadel', () => closure(...zitadelRoles), 172],
    ['JavaScript up to the session page, Auth0', () => [...closure(...auth0Session), ...worker()], 220],
    ['all style sheets', () => assets().filter(({ fileName }) => fileName.endsWith('.css')), 12],
  ]
  test.each(budgets)('%s: within its budget', (name, files, most) => {
    const size = kB(files())
    expect(size, `${name}: ${size.toFixed(1)} kB of ${most} kB`).toBeLessThanOrEqual(most)
    expect(size).toBeGreaterThan(1)
  })

  test('downloads no library that the platform does not use', () => {
    expect(libraries(closure(...entry))).toEqual([])
    expect(libraries(closure(...zitadelRoles))).toEqual(['oidc-client-ts'])
    expect(libraries(closure(...auth0Session))).toEqual(['@auth0'])
  })

  test('ships the token worker that is installed, behind our fetch (F05)', () => {
    const installed = read('node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.worker.production.js')
    const [built = '', ...others] = worker().map((file) => Buffer.from(content(file)).toString())
    const texts = [...installed.matchAll(/"([\w .]{12,})"/g)].flatMap(([, text = '']) => text)
    expect(texts.length).toBeGreaterThan(5)
    expect(texts.filter((text) => !built.includes(text))).toEqual([])
    expect(built.indexOf('The provider answered')).toBeLessThan(built.indexOf(texts.at(-1) ?? ''))
    expect(others).toEqual([])
  })

  test('comes out the same twice (F10)', async () => {
    const again = await made()
    const different = (file: Output[number], n: number) => {
      const other = again[n]
      return (
        !other ||
        file.fileName !== other.fileName ||
        !Buffer.from(content(file)).equals(Buffer.from(content(other)))
      )
    }
    expect(output.filter(different).map(({ fileName }) => fileName)).toEqual([])
    expect(again).toHaveLength(output.length)
  }, 60_000)

  test('is what the files of public/ complete', () => {
    expect(existsSync(`${root}public/config.json`)).toBe(true)
    expect(JSON.parse(read('public/config.json'))).toEqual({ platforms: [] })
  })
})
