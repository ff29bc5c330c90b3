// Copies a text. Hides the clipboard and what it may refuse.
import { useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { Spoken } from './hidden.tsx'
import { Icon } from './icons.tsx'
import { toast } from './toasts.ts'

type CopyButtonProps = {
  text: string | (() => string)
  label: string
  kind?: 'quiet' | 'plain' | undefined
  /** Called only after the clipboard has truly taken the text. */
  onCopied?: (() => void) | undefined
}

/** Says “Copied” only after the clipboard took the text, and never says the text itself. */
export function CopyButton({ text, label, kind = 'quiet', onCopied }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  const timer = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text())
    } catch {
      toast({ tone: 'bad', text: 'The browser refused the clipboard. Select the text and copy it by hand.' })
      return
    }
    setCopied(true)
    onCopied?.()
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => setCopied(false), 2000)
  }
  const icon = <Icon name={copied ? 'check' : 'copy'} />
  return (
    <>
      {kind === 'quiet' ? (
        <Button kind="quiet" label={label} icon={icon} onClick={() => void copy()} />
      ) : (
        <Button icon={icon} onClick={() => void copy()}>
          {label}
        </Button>
      )}
      <Spoken>{copied && 'Copied'}</Spoken>
    </>
  )
}
