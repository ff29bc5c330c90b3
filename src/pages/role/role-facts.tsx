// What there is to say about a role in one or two lines.
import type { ReactNode } from 'react'
import type { Role } from '../../directory/model.ts'
import { connected } from '../../platform.ts'
import { FactLine, when } from '../fact-line.tsx'

/** Description, key where it is not the name, group and dates; `fixed` is why it is not changed here. */
export function RoleFacts({ role, fixed }: { role: Role; fixed?: string | undefined }) {
  const { id, name, description, group, createdAt, updatedAt, settling } = role
  const rules = connected().directory?.traits.roles
  const label = rules?.id?.label ?? 'Id'
  const facts: { key: string; fact: ReactNode }[] = [
    {
      key: 'id',
      fact: id !== name && (
        <>
          {label} <code>{id}</code>
        </>
      ),
    },
    { key: 'group', fact: group && `${rules?.group?.label ?? 'Group'} ${group}` },
    { key: 'created', fact: createdAt && when('created', createdAt) },
    { key: 'changed', fact: updatedAt && when('changed', updatedAt) },
  ]
  return (
    <>
      <FactLine description={description} facts={facts} settling={settling} />
      {fixed !== undefined && <p>{fixed}</p>}
    </>
  )
}
