// The name of a new credential, with a warning while it could be taken for another one's.
import { useState } from 'react'
import type { TextRule } from '../../directory/text-rule.ts'
import { TextField } from '../../ui/field.tsx'
import { Spoken } from '../../ui/hidden.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { lookAlike } from './look-alike.ts'

type NameFieldProps = {
  rule: TextRule
  start?: string | undefined
  /** Names that exist already. */
  taken: readonly string[]
}

/** A control of the form under the name `name`; what it warns of can be sent all the same. */
export function NameField({ rule, start = '', taken }: NameFieldProps) {
  const [text, setText] = useState(start)
  const warning = lookAlike(text, taken)
  return (
    <Stack gap="small">
      <TextField
        name="name"
        label={rule.label}
        required={rule.required}
        maxLength={rule.max}
        hint={rule.hint}
        defaultValue={start}
        onChange={setText}
      />
      <Spoken>{warning}</Spoken>
      {warning && <Note tone="warn">{warning}</Note>}
    </Stack>
  )
}
