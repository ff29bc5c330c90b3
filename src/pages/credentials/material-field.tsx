// How the halves of a new key come about: made in this browser, brought along, or made by the provider; or no key but a secret.
import type { KeyMaterial } from '../../directory/credentials.ts'
import { Row, Stack } from '../../ui/layout.tsx'
import { Segments } from '../../ui/segments.tsx'
import { PublicKeyField, type Pasted } from './public-key-field.tsx'

export type Way = KeyMaterial['by'] | 'secret'

/** What is chosen so far. */
export type MaterialChoice = { by: Way; bits: 2048 | 4096; pasted: Pasted }

const labels: Record<Way, string> = {
  browser: 'Make it here',
  paste: 'Paste a public key',
  provider: 'Let the provider make it',
  secret: 'Client secret',
}

const explained: Record<Way, string> = {
  browser:
    'This browser makes both halves. Only the public half is sent; the private half is shown to you once, and nobody else ever has it.',
  paste:
    'You made a pair elsewhere and keep its private half there. Paste the public half; the private one must never be pasted anywhere.',
  provider:
    'The provider makes both halves and sends the private one here, where it is shown to you once. It has been on the provider’s machines and on the way.',
  secret:
    'A password of the account instead of a key: simpler to use, but both sides hold the same thing, and it travels with every request.',
}

type MaterialFieldProps = {
  ways: readonly Way[]
  value: MaterialChoice
  onChange: (change: Partial<MaterialChoice>) => void
}

/** Keeps no choice of its own; each way is explained while it is chosen. */
export function MaterialField({ ways, value, onChange }: MaterialFieldProps) {
  const { by, bits, pasted } = value
  return (
    <Stack gap="small">
      {ways.length > 1 && (
        <Row>
          <Segments
            label="How it is made"
            value={by}
            choices={ways.map((way) => ({ value: way, label: labels[way] }))}
            onChange={(to) => onChange({ by: to })}
          />
        </Row>
      )}
      <p>{explained[by]}</p>
      {by === 'browser' && (
        <Row>
          <Segments
            label="Length of the key"
            value={String(bits)}
            choices={[
              { value: '2048', label: 'RSA 2048' },
              { value: '4096', label: 'RSA 4096' },
            ]}
            onChange={(to) => onChange({ bits: to === '4096' ? 4096 : 2048 })}
          />
        </Row>
      )}
      {by === 'paste' && <PublicKeyField value={pasted} onChange={(to) => onChange({ pasted: to })} />}
    </Stack>
  )
}
