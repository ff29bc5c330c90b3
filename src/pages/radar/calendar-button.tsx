// Takes the ends of credentials along as a calendar file.
import { useState } from 'react'
import type { Credential } from '../../directory/credentials.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { saveFile } from '../credentials/save-file.ts'

type CalendarButtonProps = {
  credentials: readonly Credential[]
  /** What it is called; drawn beside its picture, unless `bare`. */
  label: string
  bare?: boolean
  /** Why there is nothing to be reminded of. */
  reason?: string | undefined
}

/** Fetches what writes such files only when it is wanted. */
export function CalendarButton({ credentials, label, bare = false, reason }: CalendarButtonProps) {
  const [pending, setPending] = useState(false)
  const scope = useScope()
  const { platform } = connected()

  async function save() {
    setPending(true)
    try {
      const { calendarOf } = await import('./calendar.ts')
      const address = ({ owner }: Credential) =>
        new URL(paths.radar({ owner: owner.id, scope }), location.origin).href
      const text = calendarOf(credentials, { platform, address, now: Date.now() })
      saveFile({ name: `expiring-${platform.id}.ics`, type: 'text/calendar' }, text)
    } catch {
      toast({ tone: 'bad', text: 'The calendar file could not be made. Nothing was saved.' })
    } finally {
      setPending(false)
    }
  }
  return (
    <Button
      kind={bare ? 'quiet' : 'plain'}
      icon={<Icon name="calendar" />}
      label={bare ? label : undefined}
      pending={pending}
      disabledReason={reason}
      onClick={() => void save()}
    >
      {!bare && label}
    </Button>
  )
}
