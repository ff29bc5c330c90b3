// Buttons and links that look like them. Hides how a control is off yet still says why.
import type { MouseEvent, ReactNode } from 'react'
import { Link } from 'react-router'
import styles from './button.module.css'
import { classes } from './classes.ts'
import { useReason } from './reason.tsx'

export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet'

/** The class names of a button, for the few elements that must look like one. */
export function buttonClass(kind: ButtonKind = 'plain', bare = false): string {
  return classes(styles.button, kind !== 'plain' && styles[kind], bare && styles.bare)
}

type ButtonProps = {
  kind?: ButtonKind | undefined
  type?: 'button' | 'submit' | undefined
  pending?: boolean | undefined
  disabledReason?: ReactNode
  onClick?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined
  children?: ReactNode
  icon?: ReactNode
  label?: string | undefined
}

/** A button that acts only when it is neither pending nor off; when off it stays reachable and says why. */
export function Button({
  kind,
  type = 'button',
  pending = false,
  disabledReason,
  onClick,
  children,
  icon,
  label,
}: ButtonProps) {
  const reason = useReason(disabledReason)
  function click(event: MouseEvent<HTMLButtonElement>) {
    if (pending || reason.off) {
      // Also stops the submit of a form, whether by click or by Enter in a field.
      event.preventDefault()
      if (reason.off) reason.show(event)
      return
    }
    onClick?.(event)
  }
  return (
    <>
      <button
        type={type === 'submit' ? 'submit' : 'button'}
        className={classes(buttonClass(kind, !children), pending && styles.pending)}
        aria-label={label}
        aria-busy={pending || undefined}
        aria-disabled={pending || undefined}
        {...reason.props}
        onClick={click}
      >
        {icon}
        {children}
        {pending && <span className={styles.spinner} />}
      </button>
      {reason.tip}
    </>
  )
}

type LinkButtonProps = {
  to: string
  kind?: ButtonKind | undefined
  icon?: ReactNode
  disabledReason?: ReactNode
  children?: ReactNode
  label?: string | undefined
}

/** A router link that looks like a button; when off it leads nowhere, stays reachable and says why. */
export function LinkButton({ to, kind, icon, disabledReason, children, label }: LinkButtonProps) {
  const reason = useReason(disabledReason)
  const className = buttonClass(kind, !children)
  if (!reason.off) {
    return (
      <Link to={to} className={className} aria-label={label}>
        {icon}
        {children}
      </Link>
    )
  }
  return (
    <>
      <a
        // Without href an anchor is no link to assistive technology, so the role says what it would be.
        role="link" // oxlint-disable-line jsx-a11y/no-redundant-roles -- it has no role of its own without href
        tabIndex={0}
        className={className}
        aria-label={label}
        {...reason.props}
        onClick={reason.show}
        onKeyDown={(event) => event.key === 'Enter' && reason.show(event)}
      >
        {icon}
        {children}
      </a>
      {reason.tip}
    </>
  )
}
