// Taking along who holds what: as CSV that no spreadsheet calculates, and as JSON with everything as it is.
import type { Download, Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import type { KtrlplanePlatform } from './sandbox/sandbox.ts'
import { signIn, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const scope = 'resource.grid-twin.grid-graph'
/** The scope and what it lies in, each with what its roles come through when they are seen from there. */
const around = [
  { at: scope, source: 'direct', named: '', from: '' },
  { at: 'project.grid-twin', source: 'project', named: 'Grid twin', from: 'project.grid-twin' },
  {
    at: 'organization.nordwind',
    source: 'organization',
    named: 'Nordwind Energy',
    from: 'organization.nordwind',
  },
]

/** What the directory has, as rows: whose, which role, from where, given by whom, until when. */
const stored = ({ world, clock }: KtrlplanePlatform): string[] =>
  around
    .flatMap(({ at, source, named, from }) =>
      world
        .assignments(at)
        .filter(({ expires_at: end }) => end === null || Date.parse(end) > clock.now())
        .map((row) => [
          row.user_id,
          row.role_id,
          source,
          named,
          from,
          row.assigned_by,
          row.expires_at === null ? '' : new Date(row.expires_at).toISOString(),
        ]),
    )
    .map((row) => row.join(' | '))
    .toSorted()

type Row = Record<string, string | boolean | null>
const exported = (rows: Row[]): string[] =>
  rows
    .map((row) =>
      ['person_id', 'role_id', 'source', 'source_name', 'source_scope', 'given_by', 'until']
        .map((name) => row[name] ?? '')
        .join(' | '),
    )
    .toSorted()

/** Rows of a CSV all of whose fields are in quotes, by the names of its columns. */
function rowsOf(csv: string): Row[] {
  const [head = [], ...rows] = csv
    .slice(1)
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, field = '']) => field.replaceAll('""', '"')),
    )
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])))
}

async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

async function save(page: Page, format: 'CSV' | 'JSON'): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: format }).click()
  const file = await download
  return { name: file.suggestedFilename(), text: await textOf(file) }
}

const hostile = '=HYPERLINK("https://evil.example","Kofi Mensah")'

test('saves a table that a spreadsheet reads and does not calculate', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', paths.access({ scope }))
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(page.getByRole('menuitem')).toHaveText([/^CSV/, /^JSON/])
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  const { name, text } = await save(page, 'CSV')
  expect(name).toMatch(/^access-resource\.grid-twin\.grid-graph-\d{4}-\d\d-\d\d\.csv$/)
  expect(text.startsWith('\uFEFF"person_id","name","email",')).toBe(true)
  const rows = rowsOf(text)
  expect(exported(rows)).toEqual(stored(ktrlplane))
  const people = new Set(rows.map(({ person_id: id }) => id)).size
  await expect(
    toast(page, `Exported as CSV: ${rows.length} rows about ${people} people at Grid graph.`),
  ).toBeVisible()
  expect(rows.filter(({ name: shown }) => shown === `'${hostile}`)).toMatchObject([
    { role: 'Graph Owner', source: 'direct', scope_id: scope, scope_name: 'Grid graph' },
  ])
  const cells = text.slice(1).split(/[,;\t\r\n]/)
  expect(cells.filter((cell) => /^[\s"]*[=+\-@]/.test(cell))).toEqual([])
})

test('saves JSON with everything as it is', async ({ page, ktrlplane }) => {
  // What is narrowed on the screen is whole in the file.
  await signIn(page, ktrlplane, 'admin', paths.access({ scope, search: 'Kofi' }))
  await expect(page.getByRole('row').filter({ hasText: 'Kofi Mensah' })).toBeVisible()
  const { name, text } = await save(page, 'JSON')
  expect(name).toMatch(/^access-resource\.grid-twin\.grid-graph-\d{4}-\d\d-\d\d\.json$/)
  const file: { access: Row[] } = JSON.parse(text)
  expect(file).toMatchObject({
    scope: { id: scope, name: 'Grid graph', within: 'Grid twin' },
    complete: true,
  })
  expect(exported(file.access)).toEqual(stored(ktrlplane))
  expect(file.access.filter(({ name: shown }) => shown === hostile)).toMatchObject([
    { email: 'kofi.mensah@nordwind.example', active: true, until: null, source_scope: null },
  ])
  await expect(toast(page, /^Exported as JSON: /)).toBeVisible()
})
