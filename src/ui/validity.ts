// What to say about a control that the browser holds invalid. Hides the vocabulary of ValidityState.

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** True for the elements that take part in constraint validation and can show a message. */
export function isControl(target: unknown): target is Control {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}

/** One sentence that tells a person how to mend the value; never empty for an invalid control. */
export function complaint(control: Control): string {
  if (control.validity.valueMissing) return 'Fill in this field.'
  return control.validationMessage || 'This value cannot be used.'
}
