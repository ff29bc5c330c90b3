// Revoking several credentials: the question, then one after another with what became of each.
import type { Credential } from '../../directory/credentials.ts'
import { useScope } from '../../use-scope.ts'
import { Bulk } from '../bulk/bulk-dialog.tsx'
import { revokeAt } from './revoking.ts'
import { labelOf } from './words.ts'

type BulkRevokeProps = {
  credentials: readonly Credential[]
  words: { one: string; many: string }
  /** Why this one cannot be revoked. */
  skip: (credential: Credential) => string | undefined
  onClose: () => void
}

const idOf = ({ id }: Credential) => id

/** Open while it is mounted. */
export function BulkRevoke({ credentials, words, skip, onClose }: BulkRevokeProps) {
  const scope = useScope()
  return (
    <Bulk
      words={{ ...words, act: 'Revoke', doing: 'Revoking', done: 'revoked' }}
      items={credentials}
      keyOf={idOf}
      nameOf={labelOf}
      noteOf={({ owner }) => owner.name}
      skip={(one) => skip(one)?.replace(/\.$/, '')}
      act={(one) => revokeAt(scope, one)}
      danger
      onClose={onClose}
    >
      <p>
        They end at once, one after another. Whatever uses one of them stops working. This cannot be undone.
      </p>
    </Bulk>
  )
}
