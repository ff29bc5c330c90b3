// The value itself, in each of its forms: shown on request, copied, or taken along as a file.
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { SecretText } from '../../ui/secret-text.tsx'
import { Segments } from '../../ui/segments.tsx'
import { saveFile } from './save-file.ts'
import type { Shown } from './shown-secret.ts'

/** Hidden until somebody asks, and again in every other form. */
export function SecretValue({ shown }: { shown: Shown }) {
  const [at, setAt] = useState(0)
  const [revealed, setRevealed] = useState(false)
  const form = shown.forms[at]
  if (!form) return null
  const { label, file } = form
  const read = () => shown.text(at)
  return (
    <Stack gap="small">
      {shown.forms.length > 1 && (
        <Segments
          label="Form"
          value={String(at)}
          choices={shown.forms.map(({ label }, index) => ({ value: String(index), label }))}
          onChange={(chosen) => {
            setAt(Number(chosen))
            setRevealed(false)
          }}
        />
      )}
      <SecretText label={label} read={read} shown={revealed} />
      <Row gap="small">
        <Button onClick={() => setRevealed(!revealed)}>{revealed ? 'Hide' : 'Reveal'}</Button>
        <CopyButton kind="plain" label="Copy" text={read} />
        {file && <Button onClick={() => saveFile(file, read())}>Download {file.name}</Button>}
      </Row>
    </Stack>
  )
}
