// Puts a popover beside its anchor and keeps it there. Hides the arithmetic; used instead of CSS anchors because
// those would need a generated name per instance and are not yet everywhere.

export type Align = 'start' | 'end' | 'center'

const gap = 6
const edge = 8

function place(anchor: Element, box: HTMLElement, align: Align): void {
  const at = anchor.getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  const { offsetWidth, offsetHeight } = box
  const left = { start: at.left, end: at.right - offsetWidth, center: at.left + (at.width - offsetWidth) / 2 }
  const below = at.bottom + gap
  const above = at.top - gap - offsetHeight
  const top = below + offsetHeight > clientHeight - edge && above >= edge ? above : below
  box.style.left = `${Math.max(edge, Math.min(left[align], clientWidth - offsetWidth - edge))}px`
  box.style.top = `${Math.max(edge, top)}px`
}

/** Places `box` under (or above) `anchor` inside the window until the returned function is called. */
export function keepPlaced(anchor: Element, box: HTMLElement, align: Align): () => void {
  const again = () => place(anchor, box, align)
  again()
  window.addEventListener('scroll', again, { capture: true, passive: true })
  window.addEventListener('resize', again)
  return () => {
    window.removeEventListener('scroll', again, { capture: true })
    window.removeEventListener('resize', again)
  }
}
