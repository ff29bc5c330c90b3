// The columns of one band: what ends, whose it is, when, in what state, and what to do about it.
import { Link } from 'react-router'
import type { Credential } from '../../directory/credentials.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { Row, Stack } from '../../ui/layout.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import type { Column } from '../../ui/table.tsx'
import { endingOf, isOver } from '../credentials/ending.ts'
import { RowActions } from '../credentials/row-actions.tsx'
import type { RowContext } from '../credentials/row-context.ts'
import { StateCell } from '../credentials/state-cell.tsx'
import { atStart, kindWord, labelOf } from '../credentials/words.ts'
import { adviceFor } from './advice.ts'
import { CalendarButton } from './calendar-button.tsx'

/** Acts are done here, in the same dialogs as on the other pages. */
export function radarColumns(context: RowContext): Column<Credential>[] {
  const { now, scope, rotations, abilities } = context
  const accounts = connected().directory?.traits.accounts !== undefined
  return [
    {
      key: 'name',
      head: 'Credential',
      primary: true,
      width: '20%',
      cell: (one) => <SecondLine below={recognized(one)}>{one.name ?? atStart(labelOf(one))}</SecondLine>,
    },
    {
      key: 'owner',
      head: 'Owner',
      width: '16%',
      cell: ({ owner }) =>
        accounts && owner.kind === 'account' ? (
          <Link to={paths.account(owner.id, { scope, tab: 'credentials' })}>{owner.name}</Link>
        ) : (
          owner.name
        ),
    },
    {
      key: 'ends',
      head: 'Ends',
      width: '20%',
      cell: ({ expiresAt }) => {
        const { words, exact } = endingOf(expiresAt, now)
        return <SecondLine below={exact}>{words}</SecondLine>
      },
    },
    {
      key: 'advice',
      head: 'State and what to do',
      cell: (one) => {
        const replaced = rotations.byOld.has(one.id)
        return (
          <Stack gap="small">
            <div>
              <StateCell credential={one} context={context} />
            </div>
            <p>{adviceFor(one, { now, replaced, timed: abilities.endAt !== undefined })}</p>
          </Stack>
        )
      },
    },
    {
      key: 'actions',
      head: 'Actions',
      hideHead: true,
      align: 'end',
      cell: (one) => (
        <Row gap="small" wrap={false}>
          {one.expiresAt && !isOver(one, now) && (
            <CalendarButton bare credentials={[one]} label={`Calendar file for ${labelOf(one)}`} />
          )}
          <RowActions credential={one} context={context} />
        </Row>
      ),
    },
  ]
}

/** Kind and hint, unless the name is made of them. */
function recognized({ name, kind, hint }: Credential): string | undefined {
  if (name === undefined) return kind === 'secret' ? hint : undefined
  return [atStart(kindWord[kind]), hint].filter((part) => part !== undefined).join(' ')
}
