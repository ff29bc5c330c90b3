// What there is to say about a role in one or two lines.
import { Fragment, type ReactNode } from 'react'
import type { Role } from '../../directory/model.ts'
import { connected } from '../../platform.ts'
import { Badge } from '../../ui/badge.tsx'
import { clock, dayOf } from '../../ui/time.ts'

function when(word: string, date: Date): ReactNode {
  return (
    <>
      {word}{' '}
      <time dateTime={date.toISOString()} title={clock(date.getTime())}>
        {dayOf(date)}
      </time>
    </>
  )
}

/** Description, key where it is not the name, group and dates. */
export function RoleFacts({ role }: { role: Role }) {
  const { id, name, description, group, createdAt, updatedAt, settling } = role
  const label = connected().directory?.traits.roles?.id?.label ?? 'Id'
  const facts: { key: string; fact: ReactNode }[] = [
    {
      key: 'id',
      fact: id !== name && (
        <>
          {label} <code>{id}</code>
        </>
      ),
    },
    { key: 'group', fact: group && `Group ${group}` },
    { key: 'created', fact: createdAt && when('created', createdAt) },
    { key: 'changed', fact: updatedAt && when('changed', updatedAt) },
  ].filter(({ fact }) => fact)
  return (
    <>
      {description && <p>{description}</p>}
      <p>
        {facts.map(({ key, fact }, index) => (
          <Fragment key={key}>
            {index > 0 && ' · '}
            {fact}
          </Fragment>
        ))}{' '}
        {settling && (
          <Badge title="The directory accepted this; its own lists will show it in a moment.">settling</Badge>
        )}
      </p>
    </>
  )
}
