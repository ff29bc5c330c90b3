// Making a token or a key so that no lost answer, no second click and no repeated form makes another one. What a form chose as its
// `request` is kept with the credential's name; what came about without its value reaching anybody is reported as an orphan.
import type { Issued, KeyDraft, TokenDraft } from '../credentials.ts'
import { known, notDone, seen } from '../lost-answer.ts'
import { Problem } from '../problem.ts'
import type { ServiceUser } from './account-calls.ts'
import type { AccountList } from './account-list.ts'
import { refuseWrongCredential } from './account-checks.ts'
import type { CredentialRow, MadeRow } from './credential-calls.ts'
import { idOfCredential } from './credential-ids.ts'
import type { CredentialList } from './credential-list.ts'
import { isPastExpiry } from './errors.ts'
import { credentialOf } from './inventory.ts'
import type { Label, Labels } from './labels.ts'

export type IssuingNeeds = {
  accounts: AccountList
  labels: Labels
  /** @throws Problem where the account may do more than the signed-in person */
  refuseStronger(account: ServiceUser): Promise<void>
  sleep: (ms: number) => Promise<void>
}

/** One credential to make. */
export type Order = {
  kind: 'token' | 'key'
  draft: TokenDraft | KeyDraft
  list: CredentialList
  /** What is kept of it beside what the draft says. */
  label?: Pick<Label, 'algorithm' | 'fingerprint'>
  send(user: string, expiresAt: Date | null): Promise<MadeRow>
  /** What is handed out of what was made, and how to try it. */
  hand(made: Pick<MadeRow, 'id' | 'value'>, account: ServiceUser): Promise<Handed>
  /** Whether a row that came about after a lost answer is this one, of which nothing is missing. Absent where its value is lost. */
  isOurs?(row: CredentialRow, account: ServiceUser, among: number): Promise<boolean>
}

export type Handed = Pick<Issued, 'secret' | 'test'> & { label?: Pick<Label, 'algorithm' | 'fingerprint'> }

/** Makes the way to make credentials. Its memory is of one directory. */
export function createIssuing({ accounts, labels, refuseStronger, sleep }: IssuingNeeds) {
  const running = new Set<string>()
  /** What an account had before a request was sent whose answer is lost: whatever is new there since then may be what it made. */
  const unanswered = new Map<string, ReadonlySet<string>>()
  /** Those that were handed out here. */
  const own = new Set<string>()

  async function issue(order: Order): Promise<Issued> {
    const { kind, draft, list } = order
    refuseWrongDraft(kind, draft)
    const account = await accountOf(kind, draft.owner)
    await refuseStronger(account)
    const [rows, marks] = await Promise.all([list.of(account.id), labels.of(account.id)])
    for (const { id } of rows.rows) {
      const name = idOfCredential({ kind, user: account.id, id })
      if (marks.get(name)?.request === draft.request) throw made(kind, name)
    }
    // What is called something by now is what somebody else made, and has.
    const isNamed = (id: string) => marks.has(idOfCredential({ kind, user: account.id, id }))
    const fresh = (all: CredentialRow[], before: ReadonlySet<string>) =>
      all.filter(
        ({ id, expiresAt }) =>
          !before.has(id) && !own.has(id) && !isNamed(id) && isSameEnd(expiresAt, draft.expiresAt),
      )

    const earlier = unanswered.get(sentFor(account.id, draft))
    if (earlier) {
      const found = fresh(rows.rows, earlier)
      const lost = new Problem('unexpected', 'The answer was lost when this was sent before.', {
        unsure: true,
      })
      if (found.length > 0) return recovered(order, account, found, lost)
    }
    const before = earlier ?? new Set(rows.rows.map(({ id }) => id))
    try {
      const row = await order.send(account.id, draft.expiresAt)
      unanswered.delete(sentFor(account.id, draft))
      return await finished(order, account, row)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (!error.details.unsure) throw refusal(error)
      unanswered.set(sentFor(account.id, draft), before)
      const found = await seen(sleep, error, async () => {
        const now = fresh((await list.of(account.id)).rows, before)
        return now.length > 0 ? now : undefined
      })
      if (!found) throw notDone(error, `The ${kind} was not made`, 'Zitadel')
      return recovered(order, account, found, error)
    }
  }

  async function accountOf(kind: string, owner: string | undefined): Promise<ServiceUser> {
    const found = owner === undefined ? undefined : await accounts.find(owner)
    if (found) return found
    if (owner !== undefined) throw new Problem('not-found', `The account ${owner} does not exist any more.`)
    const message = `Choose an account: Zitadel has a ${kind} for service users only.`
    throw new Problem('invalid', message, { fields: { owner: message } })
  }

  /** What came about although the answer was lost: finished where nothing of it is missing, otherwise an orphan. */
  async function recovered(order: Order, account: ServiceUser, found: CredentialRow[], lost: Problem) {
    for (const row of found) {
      if (await order.isOurs?.(row, account, found.length)) {
        unanswered.delete(sentFor(account.id, order.draft))
        return finished(order, account, { ...row, value: '', at: row.createdAt ?? new Date() })
      }
    }
    const [row] = found
    if (!row || found.length > 1) {
      const what = `The answer was lost, and ${found.length} ${order.kind}s of “${account.name}” came about meanwhile`
      throw new Problem(
        lost.kind,
        `${what}: look which of them nobody has, and revoke it.`,
        known(lost.details),
      )
    }
    throw await orphaned(order, row, lost)
  }

  async function orphaned(order: Order, row: Pick<CredentialRow, 'id' | 'user'>, { kind, details }: Problem) {
    const whose = { kind: order.kind, user: row.user, id: row.id }
    // So that the next look at the list says what it is; the sentence does so in any case.
    await labels.write(whose, labelOf(order)).catch(() => undefined)
    unanswered.delete(sentFor(row.user, order.draft))
    const what = `The ${order.kind} was made, but its value was lost with the answer, so that nobody has it`
    return new Problem(kind, `${what}. Revoke it, then make another one.`, {
      ...known(details),
      orphan: idOfCredential(whose),
    })
  }

  async function finished(order: Order, account: ServiceUser, { id, value, at }: MadeRow): Promise<Issued> {
    const { kind, draft, list } = order
    const row = { id, user: account.id, expiresAt: draft.expiresAt, createdAt: at, updatedAt: at }
    own.add(id)
    list.made(row, at)
    let handed: Handed
    try {
      handed = await order.hand({ id, value }, account)
    } catch (error) {
      if (error instanceof Problem) throw await orphaned(order, row, error)
      throw error
    }
    const { label: more, ...rest } = handed
    const label = { ...labelOf(order), ...more }
    const whose = { kind, user: account.id, id }
    const note = await labels.write(whose, label).then(
      () => undefined,
      (error: unknown) =>
        `Its name could not be kept${error instanceof Problem ? `: ${error.message}` : '.'}`,
    )
    const credential = credentialOf(kind, row, account, note === undefined ? label : undefined)
    return { credential, ...rest, ...(note !== undefined && { note }) }
  }

  return async function once(order: Order): Promise<Issued> {
    const { request } = order.draft
    if (running.has(request)) {
      throw new Problem(
        'conflict',
        `This ${order.kind} is being made at this moment. Nothing was sent twice.`,
      )
    }
    running.add(request)
    try {
      return await issue(order)
    } finally {
      running.delete(request)
    }
  }
}

/** What another account has says nothing of what a request made at this one. */
function sentFor(account: string, { request }: { request: string }): string {
  return `${account} ${request}`
}

function labelOf({ draft: { name, purpose, replaces, request }, label }: Order): Label {
  return {
    name,
    ...(purpose && { purpose }),
    ...(replaces !== undefined && { replaces }),
    ...label,
    request,
  }
}

function refuseWrongDraft(kind: string, { name, purpose, expiresAt }: TokenDraft): void {
  refuseWrongCredential({ name, ...(purpose !== undefined && { purpose }) })
  // Zitadel's own “never” begins there.
  if (expiresAt === null || expiresAt.getTime() < Date.parse('9999-01-01T00:00:00Z')) return
  const message = `This is no date at which a ${kind} can end.`
  throw new Problem('invalid', message, { fields: { expiresAt: message } })
}

function refusal(problem: Problem): Problem {
  if (!isPastExpiry(problem)) return problem
  const message =
    'Zitadel says that this moment has passed already. If it lies ahead for you, the clock of this device is wrong.'
  return new Problem('invalid', message, { ...problem.details, fields: { expiresAt: message } })
}

function made(kind: string, orphan: string): Problem {
  const what = `This ${kind} was made already, when the form was sent before. No second one was made.`
  return new Problem('conflict', `${what} If nobody has its value, revoke it and make another one.`, {
    orphan,
  })
}

/** Zitadel keeps no more of a moment than some decimals of its second. */
function isSameEnd(one: Date | null, other: Date | null): boolean {
  if (one === null || other === null) return one === other
  return Math.abs(one.getTime() - other.getTime()) < 1000
}
