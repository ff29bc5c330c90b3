// The built console as a Node server hands it out: every file read once at start, so that no request can name another one.
// Hides types, compression, conditional requests, and what stands in for a page's address.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

export type Stored = { body: Uint8Array; gzip: Uint8Array | undefined; type: string; tag: string }
export type Files = ReadonlyMap<string, Stored>

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
}
/** For other servers than this one. */
const notServed = new Set(['/_headers', '/nginx-headers.conf', '/config.json'])

/** A body as it is handed out, under its content type. */
export function stored(body: Uint8Array, type: string): Stored {
  const packed = /^(text|image\/svg|application\/json)/.test(type) ? gzipSync(body, { level: 9 }) : undefined
  const gzip = packed && packed.length < body.length ? packed : undefined
  return { body, gzip, type, tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}

/** Every file of a folder by its path in an address, but those with a dot in front. @throws where there is no index.html */
export async function readFiles(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, Stored>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    if (notServed.has(path) || path.includes('/.')) continue
    files.set(path, stored(await readFile(file), types[extname(path)] ?? 'application/octet-stream'))
  }
  if (!files.has('/index.html'))
    throw new Error(`There is no built console in ${folder}: run npm run build first.`)
  return files
}

/** The file for a path; the page for whatever may be an address of the console, nothing for a missing part of a build. */
function fileOf(files: Files, path: string): Stored | undefined {
  if (path.startsWith('/assets/')) return files.get(path)
  return files.get(path) ?? files.get('/index.html')
}

/** Answers GET and HEAD. `headers` are those for a path. */
export function serveFiles(
  files: Files,
  headers: (path: string) => Record<string, string>,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
    for (const [name, value] of Object.entries(headers(path))) response.setHeader(name, value)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    const file = fileOf(files, path)
    if (!file) {
      response
        .writeHead(404, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
        .end('Not found\n')
      return
    }
    response.setHeader('vary', 'Accept-Encoding')
    response.setHeader('etag', file.tag)
    if (request.headers['if-none-match'] === file.tag) {
      response.writeHead(304).end()
      return
    }
    const packed = /\bgzip\b/.test(String(request.headers['accept-encoding'])) ? file.gzip : undefined
    const body = packed ?? file.body
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': body.length,
      ...(packed && { 'content-encoding': 'gzip' }),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
}
