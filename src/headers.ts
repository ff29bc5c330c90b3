// The response headers of the console, in one place: for every server that serves it, for the files that tell a static host, and
// for the fallback inside the page. Used by builds and servers, never by the page itself.

/** Features the console does not use, closed for it and for everything it could be made to load. */
const closed = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
  'publickey-credentials-get',
  'publickey-credentials-create',
  'clipboard-read',
]

/** The Content-Security-Policy, as directives. `origins` are those of the providers and directories of the deployment. */
function policy(origins: string[]): string[] {
  const others = origins.map((origin) => ` ${origin}`).join('')
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self'${others}`,
    // Auth0's silent sign-in runs in a frame of the provider's; nothing else is framed.
    `frame-src 'self'${others}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types auth0-worker',
  ]
}

/** Headers for the document and everything beside it. No COEP: it would end silent sign-in in a frame. */
export function securityHeaders(origins: string[]): Record<string, string> {
  return {
    'Content-Security-Policy': [...policy(origins), "frame-ancestors 'none'"].join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
    'Permissions-Policy': [...closed.map((feature) => `${feature}=()`), 'clipboard-write=(self)'].join(', '),
  }
}

/** How long an answer may be kept: hashed files for ever, everything else is asked again. */
export function cacheControl(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/**
 * The policy for a `<meta>` element, for hosts that send no headers. It names no provider, because the same files serve every
 * config.json, and cannot forbid framing; both are for the headers to do.
 */
export function metaPolicy(): string {
  return policy(['https:', 'http://localhost:*', 'http://127.0.0.1:*']).join('; ')
}

/** The `_headers` file that Netlify and Cloudflare Pages read. */
export function headersFile(origins: string[]): string {
  const lines = Object.entries(securityHeaders(origins)).map(([name, value]) => `  ${name}: ${value}`)
  return [
    '/*',
    ...lines,
    '  Cache-Control: no-cache',
    '/assets/*',
    '  ! Cache-Control',
    `  Cache-Control: ${cacheControl('/assets/')}`,
    '',
  ].join('\n')
}

/** A file for nginx to include in each location: one `add_header` of a location's own would drop all inherited ones. */
export function nginxFile(origins: string[]): string {
  const lines = Object.entries(securityHeaders(origins)).map(
    ([name, value]) => `add_header ${name} "${value}" always;`,
  )
  return [...lines, ''].join('\n')
}
