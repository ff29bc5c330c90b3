// What can be done with one credential, each with the reason where it cannot.
import type { Credential } from '../../directory/credentials.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Row } from '../../ui/layout.tsx'
import type { RowContext } from './row-context.ts'
import { labelOf } from './words.ts'

/** An act that the provider does not know has no button; one that is not possible now has its reason. */
export function RowActions({ credential, context }: { credential: Credential; context: RowContext }) {
  const { abilities, whyNot, ask } = context
  const { kind } = credential
  const label = labelOf(credential)
  const renewable = { token: abilities.issueToken, key: abilities.issueKey, secret: abilities.setSecret }[
    kind
  ]
  return (
    <Row gap="small" wrap={false}>
      <Button
        kind="quiet"
        icon={<Icon name="info" />}
        label={`How to use ${label}`}
        onClick={() => ask({ what: 'recipes', credential })}
      />
      {renewable && (
        <Button
          kind="quiet"
          icon={<Icon name="refresh" />}
          label={`Rotate ${label}`}
          disabledReason={whyNot.rotate(credential)}
          onClick={() => ask({ what: 'rotate', credential })}
        />
      )}
      {abilities.endAt && kind !== 'secret' && (
        <Button
          kind="quiet"
          icon={<Icon name="radar" />}
          label={`End ${label} at…`}
          disabledReason={whyNot.endAt(credential)}
          onClick={() => ask({ what: 'end', credential })}
        />
      )}
      <Button
        kind="quiet"
        icon={<Icon name="trash" />}
        label={`Revoke ${label}`}
        disabledReason={whyNot.revoke(credential)}
        onClick={() => ask({ what: 'revoke', credential })}
      />
    </Row>
  )
}
