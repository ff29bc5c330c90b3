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
  const { validity, type } = control
  if (validity.customError) return control.validationMessage
  if (validity.valueMissing) {
    if (type === 'checkbox') return 'Tick this to go on.'
    return type === 'radio' || type.startsWith('select') ? 'Choose one.' : 'Fill in this field.'
  }
  if (validity.typeMismatch) return type === 'url' ? 'Write a full address.' : 'Write a full e-mail address.'
  if (validity.patternMismatch)
    return control.dataset.patternMessage ?? 'This does not have the expected form.'
  if (validity.rangeUnderflow) return `Must not be before or below ${control.getAttribute('min')}.`
  if (validity.rangeOverflow) return `Must not be after or above ${control.getAttribute('max')}.`
  return control.validationMessage || 'This value cannot be used.'
}
