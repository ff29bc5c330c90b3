// Keys and secrets of accounts: made here, brought along or made by the provider, each used for real; and wrong key material.
import { createPrivateKey, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import type { APIRequestContext } from 'playwright/test'
import { credentialWorldOf } from './credential-worlds.ts'
import { chooseAccount, openForm, openList, revealed, secretDialog, store } from './issuing.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { expectOff, row } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits })
const pem = { type: 'spki', format: 'pem' } as const

/** A token for that assertion, as a machine would ask for it; null where it is refused. */
async function exchanged(
  request: APIRequestContext,
  { origin }: SandboxPlatform,
  form: Record<string, string>,
): Promise<string | null> {
  const answer = await request.post(`${origin}/oauth/v2/token`, { form: { scope: 'openid', ...form } })
  if (!answer.ok()) return null
  const { access_token }: { access_token?: unknown } = await answer.json()
  return typeof access_token === 'string' ? access_token : null
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What a machine signs to prove who it is. */
function assertion(
  privateKey: string,
  kid: string,
  user: string,
  { origin, clock }: SandboxPlatform,
): string {
  const iat = Math.floor(clock.now() / 1000)
  const claims = { iss: user, sub: user, aud: origin, iat, exp: iat + 300, jti: randomUUID() }
  const signed = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part(claims)}`
  const signature = createSign('RSA-SHA256').update(signed).sign(createPrivateKey(privateKey))
  return `${signed}.${signature.toString('base64url')}`
}

const bearer = (text: string) => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  assertion: text,
})

// The gateway's database takes seconds to start on a busy machine; what is tested here is not that.
test.beforeEach(async ({ sandbox, vendor }) => {
  if (vendor === 'acme') await sandbox.gateway.tokens()
})

test('makes a pair here, and its private half signs in @zitadel', async ({ page, sandbox, request }) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  await openList(page, kosmos, 'Keys')
  await expectAccessible(page)
  const form = await openForm(page, 'key')
  await chooseAccount(form, world.bare)
  await form.getByRole('textbox', { name: 'Name' }).fill('Made here')
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Create key' }).click()
  const shown = secretDialog(page, 'Key Made here')
  const file: { keyId?: string; key?: string; userId?: string } = JSON.parse(
    await revealed(shown, 'Key file'),
  )
  await shown.getByRole('button', { name: 'Test it now' }).click()
  await expect(shown.getByText('It works')).toBeVisible()
  const fingerprint = await shown.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/).innerText()
  await store(shown)
  await expect(row(page, 'Keys and secrets', 'Made here')).toContainText('works')
  expect(world.keys(account.id)).toHaveLength(1)
  const signed = assertion(file.key ?? '', file.keyId ?? '', account.id, kosmos)
  expect(await exchanged(request, kosmos, bearer(signed))).not.toBeNull()
  expect(await page.content()).not.toContain('PRIVATE KEY')
  await row(page, 'Keys and secrets', 'Made here').getByRole('button', { name: 'Revoke Made here' }).click()
  const asking = page.getByRole('dialog', { name: 'Revoke key Made here?' })
  await expect(asking.getByText(fingerprint)).toBeVisible()
  await asking.getByRole('button', { name: 'Revoke key' }).click()
  await expect(row(page, 'Keys and secrets', 'Made here')).toHaveCount(0)
  expect(world.keys(account.id)).toHaveLength(0)
  expect(
    await exchanged(request, kosmos, bearer(assertion(file.key ?? '', file.keyId ?? '', account.id, kosmos))),
  ).toBeNull()
})

test('takes a public key that I made elsewhere, and hands out nothing @zitadel', async ({
  page,
  sandbox,
  request,
}) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  const pair = rsa(2048)
  await openList(page, kosmos, 'Keys')
  const form = await openForm(page, 'key')
  await chooseAccount(form, world.bare)
  await form.getByRole('radio', { name: 'Paste a public key' }).check()
  await expectOff(form.getByRole('button', { name: 'Create key' }), /^Paste a public key first\.$/)
  await form
    .getByRole('textbox', { name: 'Public key' })
    .fill(JSON.stringify(pair.publicKey.export({ format: 'jwk' })))
  await expect(form.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)).toBeVisible()
  await form.getByRole('textbox', { name: 'Name' }).fill('Brought along')
  await form.getByRole('button', { name: 'Create key' }).click()
  const shown = secretDialog(page, 'Key Brought along')
  await expect(shown.getByText('Key id')).toBeVisible()
  await expect(shown.getByRole('button', { name: 'Reveal' })).toHaveCount(0)
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(row(page, 'Keys and secrets', 'Brought along')).toContainText('works')
  const [{ id } = { id: '' }] = world.keys(account.id)
  const own = pair.privateKey.export({ type: 'pkcs8', format: 'pem' })
  expect(
    await exchanged(request, kosmos, bearer(assertion(String(own), id, account.id, kosmos))),
  ).not.toBeNull()
})

test('lets the provider make a key, and sets and removes a secret @zitadel', async ({
  page,
  sandbox,
  request,
}) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  await openList(page, kosmos, 'Keys')
  const form = await openForm(page, 'key')
  await chooseAccount(form, world.bare)
  await form.getByRole('radio', { name: 'Let the provider make it' }).check()
  await form.getByRole('textbox', { name: 'Name' }).fill('Made there')
  await form.getByRole('button', { name: 'Create key' }).click()
  const shown = secretDialog(page, 'Key Made there')
  const file: { keyId?: string; key?: string } = JSON.parse(await revealed(shown, 'Key file'))
  await store(shown)
  const signed = assertion(file.key ?? '', file.keyId ?? '', account.id, kosmos)
  expect(await exchanged(request, kosmos, bearer(signed))).not.toBeNull()

  const again = await openForm(page, 'key')
  await chooseAccount(again, world.bare)
  await again.getByRole('radio', { name: 'Client secret' }).check()
  await again.getByRole('button', { name: 'Set a secret' }).click()
  const title = `Client secret of ${world.bare}`
  const first = await revealed(secretDialog(page, title), 'Client secret')
  await store(secretDialog(page, title))
  const login = { grant_type: 'client_credentials', client_id: 'experiment' }
  expect(await exchanged(request, kosmos, { ...login, client_secret: first })).not.toBeNull()

  await page.getByRole('button', { name: `Rotate client secret of ${world.bare}` }).click()
  const rotating = page.getByRole('dialog', { name: `Rotate client secret of ${world.bare}` })
  await expectOff(
    rotating.getByRole('button', { name: 'Replace the secret' }),
    /^Say first that the present secret may end\.$/,
  )
  await expectAccessible(page)
  await rotating.getByRole('checkbox', { name: `The present secret of ${world.bare} may end now` }).check()
  await rotating.getByRole('button', { name: 'Replace the secret' }).click()
  const second = await revealed(secretDialog(page, title), 'Client secret')
  await store(secretDialog(page, title))
  expect(second).not.toBe(first)
  expect(await exchanged(request, kosmos, { ...login, client_secret: first })).toBeNull()
  expect(await exchanged(request, kosmos, { ...login, client_secret: second })).not.toBeNull()

  await page.getByRole('button', { name: `Revoke client secret of ${world.bare}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke client secret' }).click()
  await expect(page.getByRole('button', { name: `Revoke client secret of ${world.bare}` })).toHaveCount(0)
  expect(world.hasSecret(account.id)).toBe(false)
})

test('my word that a secret may end holds for that account and that choice alone @zitadel', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  sandbox.kosmos.world.setSecret(world.account(world.busy).id)
  await openList(page, sandbox.kosmos, 'Keys')
  const form = await openForm(page, 'key')
  await chooseAccount(form, world.secretive)
  await form.getByRole('radio', { name: 'Client secret' }).check()
  const agreed = form.getByRole('checkbox', { name: /^The present secret of .* may end now$/ })
  const replace = form.getByRole('button', { name: 'Replace the secret' })
  await agreed.check()
  await expect(replace).toBeEnabled()
  await form.getByRole('button', { name: 'Choose another account' }).click()
  await chooseAccount(form, world.busy)
  await expect(agreed).not.toBeChecked()
  await expectOff(replace, /^Say first that the present secret may end\.$/)
  await agreed.check()
  await form.getByRole('radio', { name: 'Make it here' }).check()
  await form.getByRole('radio', { name: 'Client secret' }).check()
  await expect(agreed).not.toBeChecked()
  expect(sandbox.kosmos.journal.entries({ operation: 'addSecret' })).toEqual([])
})

const wrong: [what: string, text: () => string, says: RegExp][] = [
  [
    'an elliptic curve',
    () => String(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export(pem)),
    /elliptic|EC/i,
  ],
  ['512 bits', () => String(rsa(512).publicKey.export(pem)), /512 bits/],
  ['a truncated PEM', () => String(rsa(2048).publicKey.export(pem)).slice(0, 200), /.+/],
  [
    'a certificate',
    () => '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----',
    /certificate/i,
  ],
  ['no key at all', () => 'hello', /.+/],
]

test('wrong key material is told as it is pasted, and a private key is wiped', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  await openList(page, platform, 'Keys')
  const form = await openForm(page, 'key')
  await chooseAccount(form, world.bare)
  await form.getByRole('radio', { name: 'Paste a public key' }).check()
  const field = form.getByRole('textbox', { name: 'Public key' })
  for (const [what, text, says] of wrong)
    await test.step(what, async () => {
      await field.fill(text())
      const fault = form.getByRole('status').filter({ hasText: 'This is no key that can be used' })
      await expect(fault).toContainText(says)
      await expect(form.getByRole('button', { name: 'Create key' })).toBeDisabled()
    })
  const secret = String(rsa(2048).privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await field.fill(secret)
  await expect(form.getByText('A private key was pasted, and wiped')).toBeVisible()
  await expect(field).toHaveValue('')
  expect(await page.content()).not.toContain(secret.slice(60, 120))
  await expectAccessible(page)
  await field.fill(String(rsa(2048).publicKey.export(pem)))
  await expect(form.getByText('A private key was pasted, and wiped')).toBeHidden()
  await expect(form.getByText('RSA 2048')).toBeVisible()
  expect(world.sent(world.operations.addKey)).toBe(0)
})
