// The fields of an account, as its directory has them, and what is said about them before and after they are sent.
import { useState } from 'react'
import type { AccountTraits } from '../../directory/credentials.ts'
import { Problem } from '../../directory/problem.ts'
import type { TextRule } from '../../directory/text-rule.ts'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Note } from '../../ui/note.tsx'
import { useNow } from '../../ui/time.ts'
import { lookAlike } from '../credentials/look-alike.ts'
import { formProblem } from '../form-problem.tsx'

export type AccountFields = { login: string; name: string; description: string }

type AccountFormProps = {
  traits: AccountTraits
  /** What the fields hold at first; the login cannot be changed when `fixed`. */
  start: AccountFields
  fixed?: boolean
  /** Names and logins of all other accounts. */
  taken: readonly string[]
  submit: string
  pending: boolean
  error: Error | null
  /** When `error` happened, ms since 1970. */
  failedAt: number
  onSubmit: (fields: AccountFields) => void
  onCancel: () => void
  onDirtyChange: (dirty: boolean) => void
}

/** Text as it was meant: without the space around it. */
function read(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** One form for creating and editing; shows only the fields that this directory has. */
export function AccountForm(props: AccountFormProps) {
  const { traits, start, fixed = false, taken, submit, pending, error, failedAt } = props
  const [typed, setTyped] = useState(start)
  const wait = useWait(error, failedAt)
  const field = (name: keyof AccountFields, rule: TextRule | undefined) =>
    rule && (
      <TextField
        name={name}
        label={rule.label}
        required={rule.required}
        maxLength={rule.max}
        hint={rule.hint}
        mono={name === 'login'}
        defaultValue={start[name]}
        autoComplete="off"
        onChange={(text) => setTyped((before) => ({ ...before, [name]: text }))}
      />
    )
  const said = [
    ...(fixed ? [] : [resembling(traits.login?.label, typed.login, taken)]),
    typed.name.trim() === start.name ? undefined : resembling(traits.name.label, typed.name, taken),
  ].filter((text) => text !== undefined)
  return (
    <Form
      onSubmit={(data) =>
        props.onSubmit({
          login: fixed ? start.login : read(data, 'login'),
          name: read(data, 'name'),
          description: read(data, 'description'),
        })
      }
      pending={pending}
      problem={formProblem(error)}
      submit={submit}
      submitReason={wait > 0 && `Too many requests: possible again in ${wait} s.`}
      cancel={{ label: 'Cancel', onClick: props.onCancel }}
      onDirtyChange={props.onDirtyChange}
    >
      {fixed && traits.login ? (
        <TextField
          name="login"
          label={traits.login.label}
          defaultValue={start.login}
          hint="It never changes."
          mono
          readOnly
        />
      ) : (
        field('login', traits.login)
      )}
      {field('name', traits.name)}
      {field('description', traits.description)}
      {said.length > 0 && (
        <Note tone="warn" title="Easily taken for another account" live>
          {said.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Note>
      )}
    </Form>
  )
}

/** Which other account this would be taken for. */
function resembling(label: string | undefined, text: string, taken: readonly string[]): string | undefined {
  const said = label === undefined ? undefined : lookAlike(text, taken)
  return said === undefined ? undefined : `${label}: ${said}`
}

/** Seconds until the directory takes requests again. */
function useWait(error: Error | null, failedAt: number): number {
  const now = useNow()
  const seconds = error instanceof Problem && error.kind === 'limited' ? (error.details.retryAfter ?? 0) : 0
  return Math.max(0, Math.ceil((failedAt + seconds * 1000 - now) / 1000))
}
