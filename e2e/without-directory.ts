// A platform that the console only signs in at: nothing of it is administered.
import type { Sandbox } from './sandbox/sandbox.ts'

/** Takes KtrlPlane's directory out of the configuration that the next document is served with, until the sandbox is reset. */
export function withoutDirectory({ config, ktrlplane }: Sandbox): void {
  const platform = config.platforms.find(({ id }) => id === ktrlplane.id)
  if (!platform?.directory) throw new Error('It has no directory to begin with')
  delete platform.directory
}
