// The ready commands of KOSMOS's credentials, run as they are shown: with nothing but the variables that they name. They ask the
// sandbox's instance whom the credential speaks for, and print what it says.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CredentialDirectory, Issued, Recipe } from '../src/directory/credentials.ts'
import { connect } from './connect.ts'
import { having } from './contract-subject.ts'
import { startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'
import { special } from './sandbox/zitadel/seed-people.ts'

const run = promisify(execFile)

let sandbox: Sandbox
let directory: CredentialDirectory
let folder: string
beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  directory = having((await connect(sandbox.kosmos, 'admin')).place.credentials)
  folder = await mkdtemp(join(tmpdir(), 'recipes-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await sandbox.stop()
})

const owner = special.bare
const draft = () => ({ request: randomUUID(), owner, name: 'Recipe', expiresAt: null })

/** Each credential, with what its variables hold: a value, or the path of a file with it. */
const kinds: {
  kind: string
  issue: () => Promise<Issued>
  variables: (issued: Issued) => Promise<object>
}[] = [
  {
    kind: 'token',
    issue: () => having(directory.issueToken)(draft()),
    variables: async ({ secret }) => ({ ZITADEL_TOKEN: secret[0]?.text }),
  },
  {
    kind: 'key that was made here',
    issue: () => having(directory.issueKey)({ ...draft(), material: { by: 'browser', bits: 2048 } }),
    variables: keyFile,
  },
  {
    kind: 'key that the provider made',
    issue: () => having(directory.issueKey)({ ...draft(), material: { by: 'provider' } }),
    variables: keyFile,
  },
  {
    kind: 'secret',
    issue: () => having(directory.setSecret)(owner),
    variables: async ({ secret }) => ({ ZITADEL_CLIENT_SECRET: secret[0]?.text }),
  },
]

async function keyFile({ secret }: Issued): Promise<object> {
  const path = join(folder, 'key.pem')
  await writeFile(path, secret.find(({ label }) => label.includes('PEM'))?.text ?? '')
  return { ZITADEL_KEY_FILE: path }
}

/** What runs each of them, and the name that it is saved under. */
const runners: Record<Recipe['id'], [program: string, file: string]> = {
  curl: ['sh', 'recipe.sh'],
  typescript: [process.execPath, 'recipe.mjs'],
  python: ['python3', 'recipe.py'],
}

/** What the script prints; nothing of this process's environment but where programs are found. */
async function printed({ id, text }: Recipe, variables: object): Promise<string> {
  const [program, file] = runners[id]
  const path = join(folder, file)
  await writeFile(path, text)
  const { PATH } = process.env
  const { stdout } = await run(program, [path], { cwd: folder, env: { PATH, ...variables } })
  return stdout
}

/** Why Python's recipe cannot run here; undefined where it can. */
async function withoutPython(modules: string[]): Promise<string | undefined> {
  const lines = ['urllib.request', ...modules].map((name) => `import ${name}`).join('; ')
  return run('python3', ['-c', lines]).then(
    () => undefined,
    () => `python3 with ${modules.join(', ') || 'its standard library'} is not installed`,
  )
}

describe.each(kinds)('$kind', ({ kind, issue, variables }) => {
  test.for(['curl', 'typescript', 'python'] as const)('%s', async (id, { skip }) => {
    const lacking =
      id === 'python' && (await withoutPython(kind.startsWith('key') ? ['jwt', 'cryptography'] : []))
    if (lacking) return skip(lacking)
    const issued = await issue()
    const recipe = having((await directory.recipes(issued.credential)).find((one) => one.id === id))
    const values = await variables(issued)
    expect(Object.keys(values)).toEqual(recipe.variables.map(({ name }) => name))
    expect(JSON.parse(await printed(recipe, values))).toMatchObject({ sub: owner })
    // What it prints comes from the credential: without it there is nothing.
    await directory.revoke(issued.credential)
    await expect(printed(recipe, values)).rejects.toThrow()
  })
})
