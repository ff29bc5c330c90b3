// A form that checks itself, shows what went wrong where it went wrong, and cannot be sent twice.
// Hides constraint validation, the way of focus, and how "dirty" is found.
import {
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type FormEvent,
  type ReactNode,
} from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { InDialog } from './dialog-context.ts'
import { FieldMessages } from './form-context.ts'
import styles from './form.module.css'
import { Note } from './note.tsx'
import { complaint, isControl } from './validity.ts'

/** Why it was not done. Not shaped like an error, so that none can be handed in whose fields are not for the screen. */
export type FormProblem = {
  /** The failure itself. The next one of the same words is another. */
  cause: Error
  title: string
  details?: ReactNode
  fields?: Readonly<Record<string, string>> | undefined
}

type FormProps = {
  onSubmit: (data: FormData) => void
  pending: boolean
  problem: FormProblem | null
  submit: string
  submitReason?: ReactNode
  danger?: boolean | undefined
  cancel?: { label: string; onClick: () => void } | undefined
  onDirtyChange?: ((dirty: boolean) => void) | undefined
  children: ReactNode
}

const none: Readonly<Record<string, string>> = {}

function snapshot(form: HTMLFormElement): string {
  const entries = [...new FormData(form)]
  return JSON.stringify(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : value.name]),
  )
}

/** Calls `onSubmit` only with valid data and never while pending; a problem gets the focus, a bad field first. */
export function Form(props: FormProps) {
  const { onSubmit, pending, problem, submit, submitReason, danger, cancel, onDirtyChange, children } = props
  const form = useRef<HTMLFormElement>(null)
  const notice = useRef<HTMLDivElement>(null)
  const start = useRef('')
  const dirty = useRef(false)
  const reported = useRef(false)
  const sending = useRef(false)
  const [messages, setMessages] = useState(none)
  // Fields the problem names but the form does not have: their messages stand with the problem itself.
  const [stray, setStray] = useState<readonly string[]>([])
  const inDialog = use(InDialog)

  const fields = problem?.fields ?? none
  // Callers often build the problem anew on each render: which failure it is of counts, not which object it is.
  const said = problem && !pending ? problem.cause : null
  const [heard, setHeard] = useState<Error | null>(null)
  if (said !== heard) {
    setHeard(said)
    if (said) setMessages(fields)
  }
  const focusProblem = useEffectEvent(() => {
    const elements = Object.keys(fields).map((name) => form.current?.elements.namedItem(name))
    const first = elements.find((element) => element instanceof HTMLElement)
    ;(first instanceof HTMLElement ? first : notice.current)?.focus()
    setStray(Object.keys(fields).filter((_, index) => !elements[index]))
  })
  useEffect(() => {
    if (said) focusProblem()
  }, [said])

  function look() {
    if (!form.current) return
    const now = snapshot(form.current) !== start.current
    if (now === dirty.current) return
    dirty.current = now
    onDirtyChange?.(now)
  }
  // What stands in the form at the start, and again after each save that went well, is the clean state.
  const wasPending = useRef(true)
  useEffect(() => {
    if (form.current && wasPending.current && !pending && !said) {
      start.current = snapshot(form.current)
      look()
    }
    wasPending.current = pending
  })

  useEffect(() => {
    if (!pending) sending.current = false
  }, [pending])

  function invalid(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // The browser reports every bad control by an event of its own; the first of them stands for all.
    if (reported.current) return
    reported.current = true
    setTimeout(() => (reported.current = false))
    const controls = [...event.currentTarget.elements].filter(isControl).filter((one) => !one.validity.valid)
    controls[0]?.focus()
    // Of the controls that share a name (radio buttons) the last to speak is as good as the first.
    setMessages(Object.fromEntries(controls.map((one) => [one.name, complaint(one)])))
  }
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // React lets events of a form in a portal or nested dialog bubble to the outer form.
    if (event.target !== event.currentTarget || pending || sending.current) return
    // Set at once: the second click of a double click comes before `pending` is drawn.
    sending.current = true
    setTimeout(() => (sending.current = false), 100)
    setMessages(none)
    onSubmit(new FormData(event.currentTarget))
  }
  const context = useMemo(
    () => ({
      messages,
      clear: (name: string) => setMessages((old) => (name in old ? { ...old, [name]: '' } : old)),
    }),
    [messages],
  )

  return (
    <FieldMessages value={context}>
      <form ref={form} className={styles.form} onSubmit={send} onInvalidCapture={invalid} onChange={look}>
        {problem && (
          <div ref={notice} tabIndex={-1} role="alert" className={styles.problem}>
            <Note tone="bad" title={problem.title}>
              {stray.map((name) => (
                <p key={name}>{fields[name]}</p>
              ))}
              {problem.details}
            </Note>
          </div>
        )}
        {children}
        <div className={classes(styles.actions, inDialog && styles.inDialog)}>
          <Button
            type="submit"
            kind={danger ? 'danger' : 'primary'}
            pending={pending}
            disabledReason={submitReason}
          >
            {submit}
          </Button>
          {cancel && (
            <Button kind={inDialog ? 'plain' : 'quiet'} onClick={cancel.onClick}>
              {cancel.label}
            </Button>
          )}
        </div>
      </form>
    </FieldMessages>
  )
}
