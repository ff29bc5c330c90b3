// When a credential ends: a few usual spans, or a date with a time in a zone, and what that comes to, kept true while one looks.
import { useState } from 'react'
import { DateField } from '../../ui/date-field.tsx'
import { useFieldMessage } from '../../ui/form-context.ts'
import { Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { away, useNow } from '../../ui/time.ts'
import { controls, enteredExpiry, inDays, presetsIn, type Expiry, type Limits } from './expiry.ts'
import { momentIn, ownZone, zones } from './wall-time.ts'

type ExpiryFieldProps = Limits & {
  /** Whether it may be without an end. */
  endless: boolean
  /** What is chosen at first, where it is possible. */
  days?: number
  label?: string
}

const counted = (days: number) => `${days} ${days === 1 ? 'day' : 'days'}`

/**
 * Fields of a form that keep what they hold by themselves: `expiryIn(data, limits)` reads them when the form is sent. What the
 * provider refuses stands here when the problem's field is called `expiresAt`.
 */
export function ExpiryField({ maxDays, before, endless, days = 30, label = 'Expires' }: ExpiryFieldProps) {
  const now = useNow()
  const limits = { maxDays, before }
  // What is offered stays as it was at first; what is sent is held against the limits anew.
  const [presets] = useState(() => presetsIn(limits, now))
  const [start] = useState(() => firstChoice(presets, days))
  const [choice, setChoice] = useState(start)
  const [entered, setEntered] = useState(() => nextDay(now))
  const message = useFieldMessage(controls.date)
  const choiceMessage = useFieldMessage(controls.choice)
  const custom = choice === 'custom'
  const expiry: Expiry = custom
    ? enteredExpiry(entered, limits, now)
    : { at: choice === 'never' ? null : inDays(Number(choice), now) }
  const enter = (part: Partial<typeof entered>) => {
    message.clear()
    choiceMessage.clear()
    setEntered({ ...entered, ...part })
  }
  const most = maxDays !== undefined && `At most ${counted(maxDays)} from now.`
  const earlier = before && `Before ${momentIn(before.getTime(), ownZone())}.`
  return (
    <Stack gap="small">
      <SelectField
        name={controls.choice}
        label={label}
        required
        defaultValue={start}
        hint={most || earlier || undefined}
        options={[
          ...presets.map((days) => ({ value: String(days), label: `In ${counted(days)}` })),
          { value: 'custom', label: 'At a date and time' },
          ...(endless ? [{ value: 'never', label: 'No expiry' }] : []),
        ]}
        onChange={setChoice}
      />
      {custom && (
        <Row align="top">
          <DateField
            type="date"
            name={controls.date}
            label="Date"
            value={entered.date}
            fault={'fault' in expiry ? expiry.fault : undefined}
            onChange={(date) => enter({ date })}
          />
          <DateField
            type="time"
            name={controls.time}
            label="Time"
            value={entered.time}
            onChange={(time) => enter({ time })}
          />
          <SelectField
            name={controls.zone}
            label="Time zone"
            required
            defaultValue={entered.zone}
            options={zoneOptions()}
            onChange={(zone) => enter({ zone })}
          />
        </Row>
      )}
      {choice === 'never' ? (
        <Note tone="warn" title="Nothing ends it but you">
          Whoever gets hold of it can use it until somebody revokes it. Nobody is reminded. Choose an end
          wherever the other side can be given a new one.
        </Note>
      ) : (
        <ComesTo
          expiry={expiry}
          zone={custom ? entered.zone : ownZone()}
          span={custom ? undefined : `in ${counted(Number(choice))}`}
          now={now}
        />
      )}
    </Stack>
  )
}

type ComesToProps = { expiry: Expiry; zone: string; span: string | undefined; now: number }

/** The exact moment, where it was chosen, on this device and in UTC. */
function ComesTo({ expiry, zone, span, now }: ComesToProps) {
  if ('fault' in expiry) return <p>{expiry.fault}</p>
  const { at, remark } = expiry
  if (at === null) return null
  const [first, ...others] = [...new Set([zone, ownZone(), 'UTC'])].map((one) => momentIn(at, one))
  return (
    <div>
      <p>
        Expires <strong>{first}</strong> ({span ?? away(at, now)})
        {others.length > 0 && `, which is ${others.join(', ')}`}.
      </p>
      {remark && <p>{remark}</p>}
    </div>
  )
}

function firstChoice(presets: readonly number[], days: number): string {
  if (presets.includes(days)) return String(days)
  const last = presets.findLast((one) => one <= days) ?? presets[0]
  return last === undefined ? 'custom' : String(last)
}

const two = (n: number) => String(n).padStart(2, '0')

/** Tomorrow at this minute, as clocks here show it. */
function nextDay(now: number): { date: string; time: string; zone: string } {
  const at = new Date(now + 86_400_000)
  return {
    date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
    zone: ownZone(),
  }
}

function zoneOptions() {
  const own = ownZone()
  return zones().map((zone) => ({ value: zone, label: zone === own ? `${zone} (this device)` : zone }))
}
