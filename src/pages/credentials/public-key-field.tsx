// A public key that somebody pastes: read as it is typed, with its fingerprint to compare. A private one is wiped at once.
import { useRef, useState } from 'react'
import { readPublicKey, type PublicKey } from '../../directory/key-material.ts'
import { Facts } from '../../ui/facts.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { FileButton, TextArea } from '../../ui/text-area.tsx'

/** What stands in the field: empty, a key, or why it is none. */
export type Pasted = { text: string; key?: PublicKey; fault?: string }

type PublicKeyFieldProps = { value: Pasted; onChange: (pasted: Pasted) => void }

const most = 100_000

/** The text is held by the form, so that nothing of a wiped one stays here. */
export function PublicKeyField({ value, onChange }: PublicKeyFieldProps) {
  const reading = useRef(0)
  const [leaked, setLeaked] = useState('')

  async function read(text: string) {
    reading.current += 1
    const own = reading.current
    setLeaked('')
    // Not even drawn once where it is plain what it is: what React has drawn it may keep.
    if (/PRIVATE KEY|"(?:d|p|q|dp|dq|qi)"\s*:/.test(text)) onChange({ text: '' })
    else onChange({ text })
    if (text.trim() === '') return
    const found = await readPublicKey(text)
    // Something else was typed meanwhile.
    if (own !== reading.current) return
    if (!('fault' in found)) onChange({ text, key: found })
    else if (found.secret) {
      onChange({ text: '' })
      setLeaked(found.fault)
    } else onChange({ text, fault: found.fault })
  }

  const { text, key, fault } = value
  return (
    <Stack gap="small">
      <TextArea
        name="publicKey"
        label="Public key"
        value={text}
        rows={8}
        placeholder="-----BEGIN PUBLIC KEY-----"
        hint="PEM or JWK, RSA with 2048 to 4096 bits."
        onChange={(to) => void read(to)}
      />
      <div>
        <FileButton
          label="Choose a file"
          accept=".pem,.pub,.crt,.json,.jwk,.txt"
          most={most}
          onText={(to) => void read(to)}
          onRefused={(why) => onChange({ text: '', fault: why })}
        />
      </div>
      {leaked && (
        <Note tone="bad" title="A private key was pasted, and wiped" live>
          {leaked} If it stood on the clipboard or in a chat, treat it as known to others and make a new pair.
        </Note>
      )}
      {fault && (
        <Note tone="warn" title="This is no key that can be used" live>
          {fault}
        </Note>
      )}
      {key && (
        <Facts
          items={[
            { term: 'Algorithm', value: key.algorithm },
            {
              term: 'Fingerprint',
              value: key.fingerprint,
              mono: true,
              note: 'SHA-256 of the public key. Compare it with the one where the key was made.',
            },
          ]}
        />
      )}
    </Stack>
  )
}
