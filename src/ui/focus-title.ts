// Where focus goes when the control that held it leaves by its own act.

/** To the title of the page, which stays where it is: from there Tab goes on, instead of from the top of the document. */
export function focusTitle(): void {
  document.querySelector<HTMLElement>('[data-page-title]')?.focus({ preventScroll: true })
}
