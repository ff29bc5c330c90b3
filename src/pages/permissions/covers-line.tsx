// What a permission stands for that covers others, and by which of those somebody has one, in quiet lines.
import { Fragment } from 'react'
import type { Permission, Resource } from '../../directory/model.ts'
import { Few } from '../../ui/few.tsx'
import { coveredBy } from './covering.ts'

type CoversLineProps = { permission: Permission; resources: readonly Resource[] }

/** Draws nothing for a permission that stands for itself alone. */
export function CoversLine({ permission, resources }: CoversLineProps) {
  if (!permission.covers) return null
  const covered = coveredBy(permission, resources)
  const rule = `Covers ${permission.covers.what}`
  if (covered.length === 0) return <span>{rule}; none of those here.</span>
  return (
    <span>
      {rule}: of those here{' '}
      <Few
        items={covered.map(({ id, name }, index) => ({ id, name, isLast: index === covered.length - 1 }))}
        first={3}
        itemKey={({ id }) => id}
        what={`permissions that ${permission.name} covers`}
        draw={({ name, isLast }) => (
          <>
            <code>{name}</code>
            {!isLast && ','}
          </>
        )}
      />
    </span>
  )
}

/** The permissions by which one is had, each in the type of code: "through digitaltwins/* and jobs/*". */
export function Through({ word, through }: { word: string; through: readonly Permission[] }) {
  return through.map(({ id, name }, index) => (
    <Fragment key={id}>
      {index === 0 ? word : 'and'} <code>{name}</code>{' '}
    </Fragment>
  ))
}
