// Which routes this server has: asked once of its API document, so that a page never offers what is not there.
import { queryOptions, useQuery } from '@tanstack/react-query'

const ROUTES = {
  summary: 'GET /api/users/{}/summary',
  consumption: 'GET /api/devices/{}/consumption',
  alerts: 'GET /api/users/{}/alerts',
  conversation: 'GET /api/users/{}/conversation',
  inbox: 'GET /api/conversations',
  sessions: 'GET /api/auth/sessions',
  preferences: 'PUT /api/users/{}/profile',
  passwordReset: 'POST /api/auth/password-reset',
  corrections: 'POST /api/devices/{}/corrections',
  plausibleRange: 'PUT /api/devices/{}/plausible-range',
  unregistered: 'GET /api/unregistered-devices',
  conflicts: 'GET /api/conflicts',
  held: 'GET /api/held-readings',
  quarantine: 'GET /api/quarantine',
  parked: 'GET /api/parked-readings',
  system: 'GET /api/system',
  projections: 'GET /api/projections',
  history: 'GET /api/audit/history',
} as const

export type Capability = keyof typeof ROUTES
export type Capabilities = ReadonlySet<Capability>

interface ApiDocument {
  paths?: Record<string, Record<string, unknown>>
}

/** What the document's paths come to; parameters may be called anything. */
export function capabilitiesOf({ paths = {} }: ApiDocument): Capabilities {
  const known = new Set<string>()
  for (const [path, methods] of Object.entries(paths)) {
    const shape = path.replace(/\{[^}]*\}/g, '{}')
    for (const method of Object.keys(methods)) known.add(`${method.toUpperCase()} ${shape}`)
  }
  const names = Object.keys(ROUTES) as Capability[]
  return new Set(names.filter((name) => known.has(ROUTES[name])))
}

export const capabilitiesQuery = queryOptions({
  queryKey: ['capabilities'],
  queryFn: async ({ signal }): Promise<Capabilities> => {
    const response = await fetch('/openapi.json', { signal })
    if (!response.ok) throw new Error(`The API document answered ${response.status}.`)
    return capabilitiesOf((await response.json()) as ApiDocument)
  },
  staleTime: Infinity,
})

const NONE: Capabilities = new Set()

/** What can be offered; nothing beyond the basics until the document is there. */
export function useCapabilities(): Capabilities {
  return useQuery(capabilitiesQuery).data ?? NONE
}
