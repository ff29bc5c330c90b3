// The question before an act that loses something.
import { useState, type ReactNode } from 'react'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { Form, type FormProblem } from './form.tsx'

type ConfirmProps = {
  title: string
  confirm: string
  danger?: boolean | undefined
  size?: 'small' | 'medium' | undefined
  pending: boolean
  problem: FormProblem | null
  /** What has to be typed, letter by letter, before the act is possible. */
  typed?: string | undefined
  /** Why it is not possible now, whatever was typed. */
  reason?: string | undefined
  onConfirm: () => void
  onCancel: () => void
  children: ReactNode
}

/** Asks once; acts only on its button, never while pending, and only after the wanted words were typed. */
export function Confirm(props: ConfirmProps) {
  const {
    title,
    confirm,
    danger,
    size = 'small',
    pending,
    problem,
    typed,
    reason,
    onConfirm,
    onCancel,
    children,
  } = props
  const [text, setText] = useState('')
  // A name may itself begin or end with a space.
  const right = text === typed || text.trim() === typed
  const missing = typed !== undefined && !right && `Type “${typed}” first.`
  return (
    <Dialog title={title} size={size} onClose={onCancel} dismissable={!pending}>
      <Form
        onSubmit={onConfirm}
        pending={pending}
        problem={problem}
        submit={confirm}
        submitReason={reason ?? missing}
        danger={danger}
        cancel={{ label: 'Cancel', onClick: onCancel }}
      >
        <div>{children}</div>
        {typed !== undefined && (
          <TextField name="typed" label={`Type “${typed}” to confirm`} required mono onChange={setText} />
        )}
      </Form>
    </Dialog>
  )
}
