// Credentials in a list: whose they are, when they end, when they were used, what is wrong with them, and what can be done.
import { lazy, Suspense, type ReactNode } from 'react'
import type { Credential, CredentialKind } from '../../directory/credentials.ts'
import { amount } from '../../ui/amount.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { Pager } from '../../ui/pager.tsx'
import { Table } from '../../ui/table.tsx'
import { useScope } from '../../use-scope.ts'
import { selectColumn, SelectPage } from '../bulk/select-column.tsx'
import { SelectionBar } from '../bulk/selection-bar.tsx'
import { useSelection } from '../bulk/selection.ts'
import { ViewSearch } from '../view-search.tsx'
import { credentialColumns } from './credential-columns.tsx'
import { useMinute } from './ending.ts'
import { RotationsNote } from './rotations-note.tsx'
import { rotationsOf } from './rotations.ts'
import type { Asked, RowContext } from './row-context.ts'
import { arrange, pageSize, useCredentialsView } from './view.ts'
import { useAbilities, useWhyNot } from './why-not.ts'
import { kindsWord, labelOf } from './words.ts'

const CredentialDialog = lazy(async () => ({
  default: (await import('./credential-dialog.tsx')).CredentialDialog,
}))
const BulkRevoke = lazy(async () => ({ default: (await import('./bulk-revoke.tsx')).BulkRevoke }))

export type CredentialTableProps = {
  credentials: readonly Credential[]
  /** Whether `credentials` is everything there is. */
  complete: boolean
  /** What could not be read, in sentences. */
  trouble: readonly string[]
  /** Id of the account whose page this is: then the owner is not said in every row. */
  owner?: string
  /** Which kinds the page is about; all where it is absent. The others are left out. */
  kinds?: readonly CredentialKind[]
  /** Narrows the rows further than the search does: whose tokens the page is about just now. */
  only?: ((credential: Credential) => boolean) | undefined
  /** Beside the search: what decides about `only`. */
  filters?: ReactNode
  /** What stands there where there is nothing at all. */
  empty?: ReactNode
}

const idOf = ({ id }: Credential) => id

/** Searched, put in order and paged here, by what the address says (`q`, `sort`, `page`); takes its own path as it is. */
export function CredentialTable(props: CredentialTableProps) {
  const { credentials, complete, trouble, owner, kinds, only, filters, empty } = props
  const view = useCredentialsView()
  const now = useMinute()
  const [asked, ask] = useOpened<Asked>()
  const [revoking, setRevoking] = useOpened<readonly Credential[]>()
  const scope = useScope()
  const whyNot = useWhyNot(credentials, now)
  const abilities = useAbilities()
  const known = credentials.filter(({ kind }) => !kinds || kinds.includes(kind))
  const selection = useSelection(known, idOf)
  const unfinished = rotationsOf(credentials, complete, kinds)
  const words = { one: kindsWord(kinds), many: kindsWord(kinds, true) }
  const found = arrange(only ? known.filter(only) : known, view)
  const pages = Math.max(1, Math.ceil(found.length / pageSize))
  // A page that revocations have emptied steps back to the last one that has rows.
  const page = Math.min(view.page, pages)
  const rows = found.slice((page - 1) * pageSize, page * pageSize)
  const context: RowContext = {
    now,
    scope,
    whyNot,
    abilities,
    rotations: {
      byFresh: new Map(unfinished.map((one) => [one.fresh.id, one])),
      byOld: new Map(unfinished.map((one) => [one.fresh.replaces ?? '', one])),
    },
    ask,
  }
  const head = `${words.many.charAt(0).toUpperCase()}${words.many.slice(1)}`
  return (
    <Stack>
      {(!complete || trouble.length > 0) && (
        <Note tone="warn" title={complete ? 'Not all of it could be read' : 'This list is not complete'}>
          {trouble.length === 0
            ? 'Some of it could not be read.'
            : trouble.map((one) => <p key={one}>{one}</p>)}
        </Note>
      )}
      <RotationsNote rotations={unfinished} now={now} onOpen={(fresh) => ask({ what: 'job', fresh })} />
      <Row spread>
        <ViewSearch label={`Search ${words.many}`} placeholder="Name, purpose, owner or id" />
        <Row>
          {filters}
          <SelectPage selection={selection} keys={rows.map(idOf)} more={pages > 1} />
          <output>{summary(found.length, known.length, complete, words)}</output>
        </Row>
      </Row>
      <Table
        label={head}
        columns={[
          ...(known.length > 0 ? [selectColumn(selection, idOf, labelOf)] : []),
          ...credentialColumns(context, {
            owner: owner === undefined,
            kinds: (kinds?.length ?? 3) > 1,
            used: known.some(({ lastUsedAt }) => lastUsedAt !== undefined),
          }),
        ]}
        rows={rows}
        rowKey={idOf}
        sort={view.sort}
        sortHref={(key) =>
          view.href({ sort: view.sort.key === key && !view.sort.descending ? `-${key}` : key })
        }
        empty={
          known.length === 0 ? (
            (empty ?? <Empty title={complete ? `No ${words.many} yet` : `No ${words.one} could be read`} />)
          ) : (
            <Empty
              title={
                view.search === ''
                  ? `No ${words.one} of this kind`
                  : `No ${words.one} matches “${view.search}”`
              }
              action={
                <LinkButton to={view.href({ q: '', show: '', owner: '' })}>
                  {view.search === '' ? `Show all ${words.many}` : 'Clear the search'}
                </LinkButton>
              }
            >
              Looked at the name, purpose, owner and id of {complete ? 'all' : 'the'} {amount(known.length)}{' '}
              {words.many}
              {!complete && ' that could be read'}.
            </Empty>
          )
        }
      />
      {pages > 1 && (
        <Pager
          page={page}
          pages={pages}
          href={(number) => view.href({ page: String(number) })}
          summary={`${(page - 1) * pageSize + 1} to ${(page - 1) * pageSize + rows.length} of ${found.length}`}
        />
      )}
      <SelectionBar words={words} selection={selection} found={found.map(idOf)} all={complete} keyOf={idOf}>
        <Button
          kind="danger"
          disabledReason={
            selection.chosen.every((one) => whyNot.revoke(one)) && reasonOf(selection.chosen, whyNot.revoke)
          }
          onClick={() => setRevoking(selection.chosen)}
        >
          Revoke {amount(selection.chosen.length)}
        </Button>
      </SelectionBar>
      <Suspense>
        {asked && (
          <CredentialDialog
            asked={asked}
            all={credentials}
            complete={complete}
            onAsk={ask}
            onClose={() => ask(null)}
          />
        )}
        {revoking && (
          <BulkRevoke
            credentials={revoking}
            words={words}
            skip={whyNot.revoke}
            onClose={() => setRevoking(null)}
          />
        )}
      </Suspense>
    </Stack>
  )
}

/** Why none of these can be revoked. */
function reasonOf(
  chosen: readonly Credential[],
  why: (credential: Credential) => string | undefined,
): string | undefined {
  const reasons = new Set(chosen.map(why))
  const [first] = reasons
  return reasons.size === 1 ? first : 'None of these can be revoked: each row says why.'
}

function summary(
  found: number,
  known: number,
  complete: boolean,
  { one, many }: { one: string; many: string },
) {
  if (known === 0) return ''
  if (found < known) return `${amount(found)} of ${amount(known)} ${many}`
  if (!complete) return `${amount(known)} ${known === 1 ? one : many} that could be read`
  return known === 1 ? `The only ${one}` : `All ${amount(known)} ${many}`
}
