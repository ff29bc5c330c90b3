// The fields of a role, as its directory has them, and what a form says when the directory refuses them.
import type { ReactNode } from 'react'
import type { Traits } from '../../directory/directory.ts'
import type { TextRule } from '../../directory/text-rule.ts'
import { Problem } from '../../directory/problem.ts'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { useNow } from '../../ui/time.ts'
import { formProblem } from '../form-problem.tsx'

export type RoleFields = { id: string; name: string; description: string; group: string }

type RoleFormProps = {
  traits: NonNullable<Traits['roles']>
  /** What the fields hold at first; with an `id` that cannot be changed when `fixed`. */
  start: RoleFields
  fixed?: boolean
  submit: string
  /** Why it cannot be sent, whatever the fields hold. */
  reason?: string | undefined
  pending: boolean
  error: Error | null
  /** When `error` happened, ms since 1970. */
  failedAt: number
  onSubmit: (fields: RoleFields) => void
  onCancel: () => void
  onDirtyChange: (dirty: boolean) => void
  children?: ReactNode
}

/** Text as it was meant: without the space around it. */
function read(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** One form for creating and editing; shows only the fields that this directory has. */
export function RoleForm(props: RoleFormProps) {
  const {
    traits,
    start,
    fixed = false,
    submit,
    reason,
    pending,
    error,
    failedAt,
    onSubmit,
    onCancel,
    onDirtyChange,
  } = props
  const wait = useWait(error, failedAt)
  const field = (name: keyof RoleFields, rule: TextRule | undefined, mono = false) =>
    rule && (
      <TextField
        name={name}
        label={rule.label}
        required={rule.required}
        maxLength={rule.max}
        hint={rule.hint}
        mono={mono}
        defaultValue={start[name]}
        autoComplete="off"
      />
    )
  return (
    <Form
      onSubmit={(data) =>
        onSubmit({
          id: fixed ? start.id : read(data, 'id'),
          name: read(data, 'name'),
          description: read(data, 'description'),
          group: read(data, 'group'),
        })
      }
      pending={pending}
      problem={formProblem(error)}
      submit={submit}
      submitReason={reason ?? (wait > 0 && `Too many requests: possible again in ${wait} s.`)}
      cancel={{ label: 'Cancel', onClick: onCancel }}
      onDirtyChange={onDirtyChange}
    >
      {fixed && traits.id ? (
        <TextField
          name="id"
          label={traits.id.label}
          defaultValue={start.id}
          hint="The key never changes."
          mono
          readOnly
        />
      ) : (
        field('id', traits.id, true)
      )}
      {field('name', traits.name)}
      {field('description', traits.description)}
      {field('group', traits.group)}
    </Form>
  )
}

/** Seconds until the directory takes requests again. */
function useWait(error: Error | null, failedAt: number): number {
  const now = useNow()
  const seconds = error instanceof Problem && error.kind === 'limited' ? (error.details.retryAfter ?? 0) : 0
  return Math.max(0, Math.ceil((failedAt + seconds * 1000 - now) / 1000))
}
