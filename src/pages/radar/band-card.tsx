// One band of the timeline with the credentials in it.
import type { Credential } from '../../directory/credentials.ts'
import { paths } from '../../paths.ts'
import { amount, counted } from '../../ui/amount.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/layout.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import type { Band } from './bands.ts'
import type { RadarView } from './view.ts'

/** As many rows as a band has beside the others; alone it has pages of them. */
const first = 10
const pageSize = 50

type BandCardProps = {
  band: Band
  credentials: readonly Credential[]
  columns: readonly Column<Credential>[]
  view: RadarView
}

/** Drawn only where there is something in it. */
export function BandCard({ band, credentials, columns, view }: BandCardProps) {
  const alone = view.show === band.id
  const pages = alone ? Math.ceil(credentials.length / pageSize) : 1
  const page = Math.min(view.page, pages)
  const start = alone ? (page - 1) * pageSize : 0
  const rows = credentials.slice(start, start + (alone ? pageSize : first))
  return (
    <Card title={band.title} aside={counted(credentials.length, 'credential')} flush>
      <Table
        label={band.title}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        empty={null}
        footer={
          rows.length < credentials.length &&
          (alone ? (
            <Pager
              page={page}
              pages={pages}
              href={(page) => paths.radar({ ...view, page })}
              summary={`${start + 1} to ${start + rows.length} of ${amount(credentials.length)}`}
            />
          ) : (
            <LinkButton kind="quiet" to={paths.radar({ ...view, page: 1, show: band.id })}>
              Show all {amount(credentials.length)}
            </LinkButton>
          ))
        }
      />
    </Card>
  )
}
